import type { TestEmulator } from '../../testing.ts'

export const SCOPE =
  'https://api.ebay.com/oauth/api_scope https://api.ebay.com/oauth/api_scope/sell.inventory https://api.ebay.com/oauth/api_scope/commerce.identity.readonly'

type Changes = Record<string, string | undefined>

/** The address of a good consent request, with some values changed or left out. */
export function authorizeUrl({ env }: TestEmulator, changes: Changes = {}): string {
  const query = {
    client_id: env.EBAY_CLIENT_ID,
    redirect_uri: env.EBAY_RUNAME,
    response_type: 'code',
    scope: SCOPE,
    state: 'st-1',
    ...changes,
  }
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `${env.EBAY_AUTH_BASE_URL}/oauth2/authorize?${pairs.join('&')}`
}

/** Opens the consent page of a request of ours and presses a button as a browser would; gives back where it was sent. */
export const decide = (emulator: TestEmulator, decision: 'agree' | 'decline', changes: Changes = {}): Promise<URL> =>
  decideAt(emulator, authorizeUrl(emulator, changes), decision)

/** The same for an address somebody else made. */
export async function decideAt(emulator: TestEmulator, address: string, decision: 'agree' | 'decline'): Promise<URL> {
  const page = await (await fetch(address)).text()
  const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({
    consent: field(/name="consent" value="([^"]+)"/),
    seller: field(/name="seller" value="([^"]+)" checked/),
    decision,
  })
  const answer = await fetch(emulator.url + field(/action="([^"]+)"/), { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'none:')
}

/** The form that redeems a fresh code. */
export async function codeForm(emulator: TestEmulator): Promise<Record<string, string>> {
  const back = await decide(emulator, 'agree')
  return {
    grant_type: 'authorization_code',
    code: back.searchParams.get('code') ?? '',
    redirect_uri: String(emulator.env.EBAY_RUNAME),
  }
}

export async function requestToken(
  { env }: TestEmulator,
  form: Record<string, string>,
  secret = env.EBAY_CLIENT_SECRET,
) {
  const response = await fetch(`${env.EBAY_API_BASE_URL}/identity/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${env.EBAY_CLIENT_ID}:${secret}`).toString('base64')}` },
    body: new URLSearchParams(form),
  })
  // safe: a test's own view of an answer it then compares
  return { status: response.status, body: (await response.json()) as Record<string, string> }
}
