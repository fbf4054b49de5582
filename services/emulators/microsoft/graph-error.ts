import { randomUUID } from 'node:crypto'

/** A Graph refusal. `inner` is the more precise code inside `innerError`. */
export class GraphError extends Error {
  readonly status: number
  readonly code: string
  readonly inner: string | undefined
  readonly headers: Record<string, string>

  constructor(status: number, code: string, message: string, inner?: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.inner = inner
    this.headers = headers
  }
}

export const itemNotFound = () => new GraphError(404, 'itemNotFound', 'Item does not exist')
export const invalidRequest = (message: string, inner?: string) => new GraphError(400, 'invalidRequest', message, inner)
export const nameTaken = () =>
  new GraphError(409, 'nameAlreadyExists', 'An item with the same name already exists under the parent')
export const overQuota = () => new GraphError(507, 'quotaLimitReached', 'Insufficient space available')
export const sessionNotFound = () =>
  new GraphError(404, 'itemNotFound', 'The upload session was not found', 'uploadSessionNotFound')

/** Graph's error envelope. */
export function graphErrorResponse({ status, code, message, inner, headers }: GraphError, at: string): Response {
  const requestId = randomUUID()
  const innerError = {
    ...(inner && { code: inner }),
    date: at.slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  }
  return Response.json(
    { error: { code, message, innerError } },
    { status, headers: { 'request-id': requestId, ...headers } },
  )
}
