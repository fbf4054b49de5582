import { PROBLEMS, type ProblemCode } from '#core/http/problem.ts'
import { AppError } from '../errors.ts'

/** What supabase-js answers: data or an error, never both. */
type Result = { data: unknown; error: null } | { data: unknown; error: DbError }
type DataOf<R extends Result> = Extract<R, { error: null }>['data']

type DbError = { message: string; code?: string; details?: string | null; hint?: string | null }

/** The database refused or did not answer, for a reason that is not meant for the caller. */
export class DatabaseError extends Error {
  readonly sqlState: string
  readonly constraintMessage: string
  constructor(error: DbError) {
    super(`${error.code ?? 'unknown'}: ${error.message}`)
    this.name = 'DatabaseError'
    this.sqlState = error.code ?? ''
    this.constraintMessage = `${error.message} ${error.details ?? ''}`
  }
  /** True for a unique violation of that index or constraint. */
  isDuplicateOf(constraint: string): boolean {
    return this.sqlState === '23505' && this.constraintMessage.includes(constraint)
  }
}

/**
 * The data, or the error in our words: SQL raises PT4xx with a problem code as message, a sentence as detail and, for a
 * wrong field, its name as hint. Throws `AppError` for those and for a value that the database cannot read,
 * `DatabaseError` otherwise.
 */
export function unwrap<R extends Result>({ data, error }: R): DataOf<R> {
  if (!error) return data as DataOf<R> // safe: without an error, supabase-js answers data of the call's type
  if (/^PT\d{3}$/.test(error.code ?? '') && isProblemCode(error.message)) {
    const detail = error.details ?? undefined
    const issues = error.hint ? [{ path: error.hint, message: detail ?? error.message }] : undefined
    throw new AppError(error.message, detail, issues && { issues })
  }
  if (isOfTheCaller(error)) {
    throw new AppError(
      'invalid_input',
      'The database cannot store a value of this request.',
      {},
      new DatabaseError(error),
    )
  }
  if (error.code === '42501') throw new AppError('not_allowed', undefined, {}, new DatabaseError(error))
  if (!error.code && /fetch failed|timed? ?out|abort|network|terminated|socket/i.test(error.message)) {
    throw noAnswer(new DatabaseError(error))
  }
  throw new DatabaseError(error)
}

// Class 22, "data exception": text, a number, a date or JSON that PostgreSQL cannot read. Our own SQL computes with
// values that its constraints checked, so the value came with the request. A division by zero is a mistake of ours.
const isOfTheCaller = ({ code }: DbError) => code?.startsWith('22') === true && code !== '22012'

/** Never connected: nothing of this statement reached the database. */
const NEVER_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/

// A statement that was sent may have been written, although its answer is lost.
function noAnswer(cause: DatabaseError): AppError {
  if (NEVER_SENT.test(cause.constraintMessage)) return databaseUnavailable(cause)
  const detail =
    'The connection to the database broke before it answered, so it is not known yet whether this was saved. ' +
    'Look before you try again.'
  return new AppError('outcome_unknown', detail, {}, cause)
}

/** For what reads only, and for a statement that was never sent. */
export const databaseUnavailable = (cause: unknown): AppError =>
  new AppError('database_unavailable', 'The database did not answer. Try again in a moment.', {}, cause)

const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(PROBLEMS, text)
