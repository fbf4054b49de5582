import type { TestEmulator } from '../../testing.ts'

export const DANA = '3f9a6c1d2b7e4a58'
export const SAM = '8d2f5b0e-61c4-4f0a-9b7e-2a1c3d4e5f60'
/** The size of which every fragment but the last is a multiple. */
export const UNIT = 327_680

/** Any Graph answer; each test checks the parts that it needs. */
export type Json = Record<string, unknown> & {
  id: string
  value: (Json & { small: { url: string } })[]
  uploadUrl: string
  link: { webUrl: string }
  error?: { code: string; innerError: { code?: string } }
  '@odata.nextLink'?: string
  '@microsoft.graph.downloadUrl': string
}

/** Calls Graph with a token; a body is sent as JSON. */
export async function graph(
  { env }: TestEmulator,
  path: string,
  { token = 'dana', ...init }: RequestInit & { token?: string; json?: unknown } = {},
) {
  const { json, ...rest } = init
  const response = await fetch(path.startsWith('http') ? path : `${env.MICROSOFT_GRAPH_URL}/v1.0${path}`, {
    redirect: 'manual',
    ...rest,
    headers: {
      authorization: `Bearer ${token}`,
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...rest.headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
  return { status: response.status, headers: response.headers, body: await bodyOf(response) }
}

/** Both people connected, with the tokens `dana` and `sam`. */
export async function connect({ control }: TestEmulator): Promise<void> {
  await control.seed({
    connections: [
      { account_id: DANA, access_token: 'dana' },
      { account_id: SAM, access_token: 'sam' },
    ],
  })
}

/** Opens a session for `/name` in the root folder. */
export async function openSession(emulator: TestEmulator, name: string, item: object = {}, token = 'dana') {
  return graph(emulator, `/me/drive/root:/${name}:/createUploadSession`, { method: 'POST', token, json: { item } })
}

/** Sends one fragment without a token. */
export async function putFragment(
  uploadUrl: string,
  bytes: Uint8Array<ArrayBuffer>,
  range: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(uploadUrl, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-range': range, ...headers },
  })
  return { status: response.status, headers: response.headers, body: await bodyOf(response) }
}

/** The ranges that the session still waits for. */
export async function expectedRanges(uploadUrl: string): Promise<unknown> {
  const response = await fetch(uploadUrl)
  return response.ok ? (await bodyOf(response)).nextExpectedRanges : response.status
}

async function bodyOf(response: Response): Promise<Json> {
  const text = await response.text()
  // safe: a test's own view of an answer it then compares
  return (text === '' ? {} : JSON.parse(text)) as Json
}
