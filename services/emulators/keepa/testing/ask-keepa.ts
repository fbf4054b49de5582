import type { TestEmulator } from '../../testing.ts'

export type Product = Record<string, unknown> & {
  asin: string
  productType: number
  eanList: string[] | null
  csv: (number[] | null)[] | null
  images: { l: string; lH: number }[] | null
}
export type Envelope = {
  timestamp: number
  tokensLeft: number
  refillIn: number
  refillRate: number
  tokensConsumed: number
  error?: { type: string; message: string }
  products?: Product[]
  asinList?: string[]
  totalResults?: number
  categories?: Record<string, { name: string; parent: number; children: number[] | null }>
}

/** Sends a request to Keepa's API; `key` is the emulator's own unless the query names another. */
export async function askKeepa(
  emulator: TestEmulator,
  path: string,
  query: Record<string, string | number>,
  init: RequestInit = {},
) {
  const parameters = new URLSearchParams({
    key: emulator.env.KEEPA_API_KEY ?? '',
    ...Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  })
  const response = await fetch(`${emulator.url}/${path}?${parameters}`, init)
  // safe: the emulator answers every one of these requests with Keepa's envelope
  return { status: response.status, headers: response.headers, body: (await response.json()) as Envelope }
}
