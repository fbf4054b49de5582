import type { TestEmulator } from '../../testing.ts'

export type Tracking = {
  id: string
  tracking_number: string
  slug: string
  tag: string
  subtag: string
  active: boolean
  title: string
  updated_at: string
  checkpoints: { checkpoint_time: string; tag: string; message: string; location: string | null }[]
}
type Envelope = {
  meta: { code: number; message?: string; type?: string }
  data: Partial<Tracking> & {
    trackings?: Tracking[]
    pagination?: { total: number; next_cursor: string; has_next_page: boolean }
    couriers?: { slug: string }[]
  }
}

type Asked = { body?: unknown; rawBody?: string; key?: string | null }

/** Sends a request to AfterShip's API; `key` is the emulator's own by default, null sends none. */
export async function askAfterShip(
  emulator: TestEmulator,
  method: string,
  path: string,
  { body, rawBody, key = emulator.env.AFTERSHIP_API_KEY ?? '' }: Asked = {},
) {
  const sent = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const response = await fetch(`${emulator.env.AFTERSHIP_BASE_URL}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key !== null && { 'as-api-key': key }) },
    ...(sent !== undefined && { body: sent }),
  })
  // safe: the emulator answers every one of these requests with AfterShip's envelope
  return { status: response.status, headers: response.headers, ...((await response.json()) as Envelope) }
}
