import { type ApiClient, createApiClient } from '../../core/src/http/client.ts'
import { videosContract } from '../../core/src/videos/contract.ts'

export const PASSWORD = 'correct horse battery staple'

/** Signs somebody up past the browser, for what a test needs before its story begins. */
export async function signUp(url: string, email: string): Promise<ApiClient> {
  const { supabase_anon_key } = await (await fetch(`${url}/api/config`)).json()
  const response = await fetch(`${url}/auth/v1/signup`, {
    method: 'POST',
    headers: { apikey: supabase_anon_key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD, data: { name: email.split('@')[0] } }),
  })
  const { access_token } = await response.json()
  return createApiClient({ baseUrl: url, getToken: async () => access_token })
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
