import { AsyncLocalStorage } from 'node:async_hooks'

/** The part of lite's connection that this shim reaches into. */
type ErrorNormalizer = { normalizeDbError(error: unknown): unknown }

/**
 * supabase-lite 0.10 answers 500 with the code `SUP` for SQLSTATEs that it does not know (23514, P0001 …) and writes
 * every SQL error to the console. PostgREST answers the SQLSTATE and maps it to a status; this shim does the same for
 * requests to the data API.
 */
export function withAnswersForSqlErrors(
  connection: ErrorNormalizer,
  next: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const dataRequest = new AsyncLocalStorage<{ isSignedIn: boolean }>()
  const normalize = connection.normalizeDbError.bind(connection)
  connection.normalizeDbError = (error) => {
    const request = dataRequest.getStore()
    const sqlError = request ? parseSqlError(error) : undefined
    // Thrown and not returned: Hono answers with the result of `getResponse` and skips lite's own mapping.
    if (request && sqlError) throw new SqlErrorAnswer(sqlError, request.isSignedIn)
    return normalize(error)
  }
  return (request) => {
    if (!new URL(request.url).pathname.startsWith('/rest/v1/')) return next(request)
    const bearer = request.headers.get('authorization')?.replace(/^Bearer\s+/i, '')
    const isSignedIn = bearer !== undefined && !bearer.startsWith('sb_publishable_')
    return dataRequest.run({ isSignedIn }, () => next(request))
  }
}

export type SqlError = { code: string; message: string; details: string | null; hint: string | null }

class SqlErrorAnswer extends Error {
  readonly #error: SqlError
  readonly #isSignedIn: boolean

  constructor(error: SqlError, isSignedIn: boolean) {
    super(error.message)
    this.#error = error
    this.#isSignedIn = isSignedIn
  }

  getResponse(): Response {
    return Response.json(this.#error, { status: statusOfSqlState(this.#error.code, this.#isSignedIn) })
  }
}

// PGlite writes some parameters itself, and refuses what PostgreSQL would refuse with 22P02.
const NOT_OF_ITS_TYPE = /^Invalid input for \w+ type$/

function parseSqlError(error: unknown): SqlError | undefined {
  if (error instanceof Error && NOT_OF_ITS_TYPE.test(error.message)) {
    return { code: '22P02', message: error.message, details: null, hint: null }
  }
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  // `PGRST` carries a whole answer in its message; lite reads that one correctly.
  if (!/^[0-9A-Z]{5}$/.test(error.code) || error.code === 'PGRST') return undefined
  return {
    code: error.code,
    message: error.message,
    details: textOf(error, 'detail'),
    hint: textOf(error, 'hint'),
  }
}

function textOf(error: Error, field: 'detail' | 'hint'): string | null {
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' && value !== '' ? value : null
}

const STATUS_BY_CODE: Record<string, number> = {
  '23503': 409,
  '23505': 409,
  '25006': 405,
  '42883': 404,
  '42P01': 404,
  '42P17': 500,
  '53400': 500,
  P0001: 400,
}

const STATUS_BY_CLASS: Record<string, number> = {
  '08': 503,
  '09': 500,
  '0L': 403,
  '0P': 403,
  '25': 500,
  '28': 403,
  '2D': 500,
  '38': 500,
  '39': 500,
  '3B': 500,
  '40': 500,
  '53': 503,
  '54': 500,
  '55': 500,
  '57': 500,
  '58': 500,
  F0: 500,
  HV: 500,
  P0: 500,
  XX: 500,
}

/** The HTTP status PostgREST gives an SQLSTATE; `PT409` and the like name their own. */
export function statusOfSqlState(code: string, isSignedIn: boolean): number {
  const own = /^PT([2-5]\d\d)$/.exec(code)?.[1]
  if (own) return Number(own)
  if (code === '42501') return isSignedIn ? 403 : 401
  return STATUS_BY_CODE[code] ?? STATUS_BY_CLASS[code.slice(0, 2)] ?? 400
}
