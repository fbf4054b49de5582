import { randomUUID } from 'node:crypto'

/** A refusal by the Graph API, with its code and subcode. */
export class GraphRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly subcode: number | null
  readonly isTransient: boolean

  constructor(status: number, code: number, message: string, subcode: number | null = null, isTransient = false) {
    super(message)
    this.status = status
    this.code = code
    this.subcode = subcode
    this.isTransient = isTransient
  }
}

export function errorResponse({ status, code, subcode, message, isTransient }: GraphRefusal): Response {
  const error = {
    message,
    type: 'OAuthException',
    code,
    ...(subcode !== null && { error_subcode: subcode }),
    is_transient: isTransient,
    fbtrace_id: `A${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  }
  return Response.json({ error }, { status })
}

export const unknownObject = (id: string): GraphRefusal =>
  new GraphRefusal(
    400,
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    33,
  )

export const badParameter = (message: string, subcode: number | null = null): GraphRefusal =>
  new GraphRefusal(400, 100, `(#100) ${message}`, subcode)

export const noPermission = (name: string): GraphRefusal =>
  new GraphRefusal(403, 10, `(#10) Application does not have permission for this action: ${name} is missing.`)

export const noPagePermission = (what: string): GraphRefusal => new GraphRefusal(403, 200, `(#200) ${what}`)
