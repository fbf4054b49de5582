import { createHash } from 'node:crypto'
import type { TestEmulator } from '../../testing.ts'

export const REDIRECT_URI = 'http://127.0.0.1:8888/api/onedrive-callback'
export const VERIFIER = 'v'.repeat(64)
export const SCOPE = 'offline_access User.Read Files.ReadWrite'

type Changes = Record<string, string | undefined>

/** The query of a valid authorization request, with some values changed or left out. */
export function authorizeUrl({ env }: TestEmulator, changes: Changes = {}): string {
  const query = {
    client_id: env.MICROSOFT_CLIENT_ID,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    response_mode: 'query',
    scope: SCOPE,
    state: 'st-1',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `${env.MICROSOFT_LOGIN_URL}/common/oauth2/v2.0/authorize?${new URLSearchParams(pairs)}`
}

/** Opens the consent page and presses a button as a browser would; returns the redirect's URL. */
export async function decide(
  emulator: TestEmulator,
  decision: 'approve' | 'deny',
  changes: Changes = {},
): Promise<URL> {
  const page = await (await fetch(authorizeUrl(emulator, changes))).text()
  const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
  const body = new URLSearchParams({
    consent: field(/name="consent" value="([^"]+)"/),
    account: field(/name="account" value="([^"]+)" checked/),
    decision,
  })
  const answer = await fetch(emulator.url + field(/action="([^"]+)"/), { method: 'POST', body, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? 'none:')
}

/** Posts the token form, with some values changed or left out. */
export async function requestToken({ env }: TestEmulator, form: Changes, init: RequestInit = {}) {
  const fields = { client_id: env.MICROSOFT_CLIENT_ID, client_secret: env.MICROSOFT_CLIENT_SECRET, ...form }
  const pairs = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const response = await fetch(`${env.MICROSOFT_LOGIN_URL}/common/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(pairs),
    ...init,
  })
  // safe: the token endpoint answers JSON objects of strings and numbers
  const body = (await response.json()) as { access_token?: string; refresh_token?: string; error?: string } & Record<
    string,
    unknown
  >
  return { status: response.status, body }
}

/** The form that redeems a fresh code. */
export async function codeForm(emulator: TestEmulator, changes: Changes = {}): Promise<Changes> {
  const code = (await decide(emulator, 'approve', changes)).searchParams.get('code') ?? undefined
  return { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: VERIFIER }
}
