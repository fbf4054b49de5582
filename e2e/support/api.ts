import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type ApiClient, createApiClient } from '../../core/src/http/client.ts'
import { videosContract } from '../../core/src/videos/contract.ts'
import type { Host } from './host.ts'

export const PASSWORD = 'correct horse battery staple'

const Session = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
  user: z.looseObject({ id: z.uuid() }),
})
type Session = z.infer<typeof Session> & { expires_at: number }

/** A person with an account and a workspace of their own. */
export type Person = {
  email: string
  password: string
  /** A sign-in as GoTrue answers it; a browser or the panel that stores it is signed in. */
  session: Session
  api: ApiClient
}

/** Signs a person up without the browser. The email is new each time, so no one meets the data of another test. */
export function newPerson(host: Pick<Host, 'url'>, name = 'ann'): Promise<Person> {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.test`
  return authenticate(host, 'signup', { email, password: PASSWORD, data: { name } })
}

/** Signs in a person who has an account already. */
export const signInByApi = (host: Pick<Host, 'url'>, login: { email: string; password: string }): Promise<Person> =>
  authenticate(host, 'token?grant_type=password', login)

async function authenticate(
  { url }: Pick<Host, 'url'>,
  path: string,
  login: { email: string; password: string; data?: object },
): Promise<Person> {
  const { supabase_anon_key } = await (await fetch(`${url}/api/config`)).json()
  const response = await fetch(`${url}/auth/v1/${path}`, {
    method: 'POST',
    headers: { apikey: supabase_anon_key, 'content-type': 'application/json' },
    body: JSON.stringify(login),
  })
  if (!response.ok) throw new Error(`${login.email}: ${response.status} ${await response.text()}`)
  const answer = Session.parse(await response.json())
  const session = { ...answer, expires_at: Math.floor(Date.now() / 1000) + answer.expires_in }
  const api = createApiClient({ baseUrl: url, getToken: async () => session.access_token, timeoutMs: 120_000 })
  return { email: login.email, password: login.password, session, api }
}

/** Calls the API as a person, by its address. Throws with status and body when the call fails. */
export async function callApi(
  { url }: Pick<Host, 'url'>,
  { session }: Person,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${session.access_token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Uploads bytes as a video of a product. */
export async function uploadVideo(
  api: ApiClient,
  product_id: string,
  bytes: Uint8Array<ArrayBuffer>,
  filename = 'clip.mp4',
) {
  const file = { product_id, filename, file_size: bytes.length, mime_type: 'video/mp4' as const }
  const session = await api(videosContract.createStorageUploadSession, { body: file })
  await fetch(session.upload_url, { method: session.method, headers: session.headers, body: bytes })
  return api(videosContract.save, { body: { ...file, upload_session_id: session.upload_session_id } })
}
