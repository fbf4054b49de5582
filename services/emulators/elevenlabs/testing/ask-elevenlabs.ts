import type { TestEmulator } from '../../testing.ts'

type Asked = { form?: Record<string, string | Blob>; key?: string | null; headers?: Record<string, string> }

/**
 * Sends a request to ElevenLabs' API; `key` is the emulator's own by default, null sends none. JSON answers are parsed.
 */
export async function askElevenLabs(
  emulator: TestEmulator,
  method: string,
  path: string,
  { form, key = emulator.env.ELEVENLABS_API_KEY ?? '', headers = {} }: Asked = {},
) {
  const body = form && new FormData()
  for (const [name, value] of Object.entries(form ?? {})) body?.set(name, value)
  const response = await fetch(`${emulator.url}${path}`, {
    method,
    headers: { ...(key !== null && { 'xi-api-key': key }), ...headers },
    ...(body && { body }),
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const json = isJson ? JSON.parse(new TextDecoder().decode(bytes)) : null
  return { status: response.status, headers: response.headers, bytes, json }
}
