import { PROBLEMS, type Problem } from '#core/http/problem.ts'
import { AppError } from '../errors.ts'

/** The error as `application/problem+json`; an unexpected error becomes `internal`, and its cause stays in the log. */
export function problemResponse(error: unknown, requestId: string, headers: Headers): Response {
  const known = error instanceof AppError ? error : new AppError('internal')
  const { retryAfterSeconds, ...extra } = known.extra
  const { status, title } = PROBLEMS[known.code]
  const body: Problem = {
    type: `https://opsyncpro.com/problems/${known.code}`,
    title,
    status,
    code: known.code,
    detail: known.message,
    requestId,
    ...extra,
  }
  headers.set('content-type', 'application/problem+json')
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterSeconds)))
  return new Response(JSON.stringify(body), { status, headers })
}
