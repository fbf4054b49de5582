import { ProviderError } from '../errors.ts'
import { readJson, retryAfterSeconds, sendToProvider } from '../http.ts'
import { TokenAnswer, TokenRefusal } from './types.ts'

export type Credential = { version: string; id: string; secret: string }

export const PROVIDER = 'amazon_creators'
const MAX_TOKEN_BYTES = 64 * 1024
/** A token is replaced a little before its end, so that it does not end on the way. */
const EARLY_SECONDS = 60

/** Where a credential of each version gets its tokens: North America, Europe, Far East. */
const TOKEN_URLS: Readonly<Record<string, string>> = {
  '2.1': 'https://creatorsapi.auth.us-east-1.amazoncognito.com/oauth2/token',
  '2.2': 'https://creatorsapi.auth.eu-south-2.amazoncognito.com/oauth2/token',
  '2.3': 'https://creatorsapi.auth.us-west-2.amazoncognito.com/oauth2/token',
  '3.1': 'https://api.amazon.com/auth/o2/token',
  '3.2': 'https://api.amazon.co.uk/auth/o2/token',
  '3.3': 'https://api.amazon.co.jp/auth/o2/token',
}

type Kept = { answer: Promise<{ access_token: string }>; until: number }
/** By credential, in this process only. Callers at once wait for one request. */
const kept = new Map<string, Kept>()

const nameOf = ({ version, id, secret }: Credential, url: string) => JSON.stringify([version, id, secret, url])

/** Forgets a token that Amazon refused before its time. */
export function forgetToken(credential: Credential, tokenUrl: string | undefined): void {
  kept.delete(nameOf(credential, urlOf(credential, tokenUrl)))
}

/** A token that is valid for a while. Throws `ProviderError`: `reconnect` when Amazon does not know the credential. */
export async function getToken(
  credential: Credential,
  { tokenUrl, timeoutMs }: { tokenUrl: string | undefined; timeoutMs: number },
): Promise<string> {
  const url = urlOf(credential, tokenUrl)
  const name = nameOf(credential, url)
  const known = kept.get(name)
  if (known && known.until > Date.now()) return (await known.answer).access_token
  const answer = requestToken(credential, url, timeoutMs)
  // Until the answer says otherwise, everybody waits for this request.
  const entry: Kept = { answer, until: Number.POSITIVE_INFINITY }
  kept.set(name, entry)
  try {
    const { access_token, expires_in } = await answer
    entry.until = Date.now() + Math.max(1, expires_in - EARLY_SECONDS) * 1000
    return access_token
  } catch (error) {
    if (kept.get(name) === entry) kept.delete(name)
    throw error
  }
}

function urlOf({ version }: Credential, tokenUrl: string | undefined): string {
  const url = tokenUrl ?? TOKEN_URLS[version]
  if (!url) throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'version_unknown' })
  return url
}

async function requestToken({ version, id, secret }: Credential, url: string, timeoutMs: number) {
  const { status, headers, bytes } = await sendToProvider({
    provider: PROVIDER,
    baseUrl: url,
    path: '',
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: version.startsWith('2.') ? 'creatorsapi/default' : 'creatorsapi::default',
    }).toString(),
    timeoutMs,
    maxResponseBytes: MAX_TOKEN_BYTES,
  })
  const answer = status === 200 ? readJson(bytes, TokenAnswer) : null
  if (answer) return answer
  const code = readJson(bytes, TokenRefusal)?.error || (status === 200 ? 'answer_unreadable' : `http_${status}`)
  const isBusy = status === 200 || status === 429 || status >= 500
  throw new ProviderError({
    provider: PROVIDER,
    outcome: isBusy ? 'try_later' : 'reconnect',
    code,
    status,
    retryAfterSeconds: isBusy ? retryAfterSeconds(headers) : undefined,
  })
}
