import type { z } from 'zod'
import { PROBLEMS, type Problem, type ProblemCode } from '#core/http/problem.ts'

type Extra = Pick<Problem, 'issues' | 'existing_id' | 'current' | 'resets_at'> & { retryAfterSeconds?: number }

/** An error that the caller may read. Any other error is answered as `internal`. */
export class AppError extends Error {
  readonly code: ProblemCode
  readonly extra: Extra
  /** `detail` is a sentence for people: what happened, what is safe, what to do. */
  constructor(code: ProblemCode, detail: string = PROBLEMS[code].title, extra: Extra = {}, cause?: unknown) {
    super(detail, { cause })
    this.name = 'AppError'
    this.code = code
    this.extra = extra
  }
  get status(): number {
    return PROBLEMS[this.code].status
  }
}

/** 400 that names every wrong or unknown field. */
export function invalidInput(error: z.ZodError): AppError {
  const issues = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'This field is not known here.' }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  )
  const names = [...new Set(issues.map((issue) => issue.path).filter(Boolean))]
  const detail = names.length > 0 ? `Check ${names.join(', ')}.` : (issues[0]?.message ?? PROBLEMS.invalid_input.title)
  return new AppError('invalid_input', detail, { issues })
}
