import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, retryAfterSeconds, sendToProvider } from '../http.ts'
import { type Credential, forgetToken, getToken, PROVIDER } from './token.ts'
import { Refusal } from './types.ts'

export type CreatorsAccount = {
  baseUrl: string
  tokenUrl: string | undefined
  credential: Credential
  /** `www.amazon.de`, as the header names the marketplace. */
  host: string
  timeoutMs: number
  paceMs: number
}

/** Ten items with all their pictures take less than 1 MB. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024
const DAY_SECONDS = 24 * 60 * 60
/** What Amazon calls an account whose sales of the last 30 days are too few. It comes back by itself. */
const NOT_ELIGIBLE = 'AssociateNotEligible'

/** Whether Amazon took access away for a while: the account has too few qualified sales. */
export const isAssociatePause = (error: unknown): boolean =>
  error instanceof ProviderError && error.provider === PROVIDER && error.code === NOT_ELIGIBLE

/**
 * One operation. Everything here reads, so it is repeated once; a token that Amazon refuses before its time is replaced
 * once. Null for what Amazon does not have. Throws `ProviderError`.
 */
export function ask<T>(
  account: CreatorsAccount,
  { path, body, signal }: { path: string; body: object; signal?: AbortSignal | undefined },
  schema: z.ZodType<T>,
): Promise<T | null> {
  const send = async () => {
    const first = await request(account, path, body, signal)
    if (first.status !== 401) return readAnswer(first, schema)
    forgetToken(account.credential, account.tokenUrl)
    return readAnswer(await request(account, path, body, signal), schema)
  }
  return repeatSafely(send, { signal })
}

async function request(account: CreatorsAccount, path: string, body: object, signal: AbortSignal | undefined) {
  const { baseUrl, tokenUrl, credential, host, timeoutMs, paceMs } = account
  const token = await getToken(credential, { tokenUrl, timeoutMs })
  await takeTurn(credential.id, paceMs, signal)
  return sendToProvider({
    provider: PROVIDER,
    baseUrl,
    path,
    method: 'POST',
    headers: {
      // Tokens of version 2 do not say of which version they are.
      authorization: credential.version.startsWith('2.')
        ? `Bearer ${token}, Version ${credential.version}`
        : `Bearer ${token}`,
      'content-type': 'application/json; charset=utf-8',
      'x-marketplace': host,
    },
    body: JSON.stringify(body),
    timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal,
  })
}

/** When each credential may ask next. In this process; between processes Amazon's own refusal keeps the pace. */
const nextTurns = new Map<string, number>()

async function takeTurn(name: string, paceMs: number, signal: AbortSignal | undefined): Promise<void> {
  const now = Date.now()
  const at = Math.max(now, nextTurns.get(name) ?? 0)
  nextTurns.set(name, at + paceMs)
  if (at > now) await sleep(at - now, undefined, { signal })
}

function readAnswer<T>({ status, headers, bytes }: ProviderAnswer, schema: z.ZodType<T>): T | null {
  if (status === 200) {
    const answer = readJson(bytes, schema)
    if (answer) return answer
    throw new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })
  }
  if (status === 404) return null
  const reason = readJson(bytes, Refusal)?.reason
  const failure = failureOf(status, reason)
  throw new ProviderError({
    provider: PROVIDER,
    ...failure,
    code: reason || `http_${status}`,
    status,
    retryAfterSeconds:
      failure.retryAfterSeconds ?? (failure.outcome === 'try_later' ? retryAfterSeconds(headers) : undefined),
  })
}

function failureOf(
  status: number,
  reason: string | null | undefined,
): { outcome: ProviderOutcome; retryAfterSeconds?: number } {
  if (reason === NOT_ELIGIBLE) return { outcome: 'try_later', retryAfterSeconds: DAY_SECONDS }
  if (status === 401 || (status === 403 && reason === 'AuthorizationFailed')) return { outcome: 'reconnect' }
  // The limit is one request a second until an account sells more.
  if (status === 429) return { outcome: 'try_later', retryAfterSeconds: 1 }
  return { outcome: status >= 500 ? 'try_later' : 'rejected' }
}
