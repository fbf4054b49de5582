import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asinOf } from '../../emulators/keepa/default-catalog.ts'
import type { CallApi } from './seed-demo.ts'

type DemoProduct = {
  family: string
  variation: string
  title: string
  brand: string
  category: string
  cost_cents: number
  /** Distance in the list of statuses, from 0. */
  status: number
  hasVideo: boolean
  /** Other variations of the family: accepted ones become tasks, the others wait for a decision. */
  accepted: string[]
  undecided: string[]
}

const PRODUCTS: readonly DemoProduct[] = [
  {
    family: 'mug',
    variation: 'Midnight Blue',
    title: 'Lumora Insulated Travel Mug 16 oz, Midnight Blue',
    brand: 'Lumora',
    category: 'Kitchen',
    cost_cents: 1399,
    status: 5,
    hasVideo: true,
    accepted: ['Forest Green', 'Cream'],
    undecided: ['Black'],
  },
  {
    family: 'sheets',
    variation: 'Queen',
    title: 'Hollin & Reed Bamboo Sheet Set – 4 Piece, Queen',
    brand: 'Hollin & Reed',
    category: 'Bedding',
    cost_cents: 0,
    status: 3,
    hasVideo: true,
    accepted: ['King'],
    undecided: ['Twin'],
  },
  ...[
    ['earbuds', 'Sonavi Air 3 Wireless Earbuds with 36 h Battery', 'Sonavi', 'Electronics', 2150, 2] as const,
    ['lantern', 'Northpine Rechargeable Camping Lantern', 'Northpine', 'Outdoors', 1875, 1] as const,
    ['skillet', 'Ironhearth Cast Iron Skillet 12 Inch', 'Ironhearth', 'Kitchen', 2290, 0] as const,
    ['lamp', 'Deskwell LED Desk Lamp with Wireless Charging', 'Deskwell', 'Office', 0, 4] as const,
  ].map(([family, title, brand, category, costCents, status]) => ({
    family,
    variation: '',
    title,
    brand,
    category,
    cost_cents: costCents,
    status,
    hasVideo: false,
    accepted: [],
    undecided: [],
  })),
]

/** What the demo account holds, made one product after another so that the list has an order. */
export async function addDemoContent(call: CallApi): Promise<void> {
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const { items: statuses } = (await call('GET', '/api/crm-statuses')) as { items: { id: string }[] }
  for (const product of PRODUCTS) await addProduct(call, product, statuses[product.status]?.id)
}

async function addProduct(call: CallApi, product: DemoProduct, statusId: string | undefined): Promise<void> {
  const { family, variation, title, brand, category, cost_cents, accepted, undecided } = product
  const { id } = (await call('POST', '/api/sourced-products', {
    asin: asinOf(family, variation),
    title,
    brand,
    category,
    cost_cents,
    source: 'Demo',
    ...(statusId ? { status_id: statusId } : {}),
  })) as { id: string } // safe: as above
  for (const value of [...accepted, ...undecided]) {
    const correlation = (await call('POST', '/api/correlations', {
      product_id: id,
      similar_asin: asinOf(family, value),
      relation: 'variation',
      title: `${title.split(',')[0]}, ${value}`,
    })) as { id: string } // safe: as above
    if (accepted.includes(value)) await call('PATCH', `/api/correlations/${correlation.id}`, { decision: 'accepted' })
  }
  if (product.hasVideo) await addVideo(call, id, `${brand} ${family}.mp4`)
}

/** The same three steps as a browser: ask for an address, send the file there, save the video. */
async function addVideo(call: CallApi, productId: string, filename: string): Promise<void> {
  const bytes = await readFile(join(import.meta.dirname, 'sample-video.mp4'))
  const file = { product_id: productId, filename, file_size: bytes.length, mime_type: 'video/mp4' }
  const session = (await call('POST', '/api/storage-upload-session', file)) as {
    upload_session_id: string
    upload_url: string
    method: string
    headers: Record<string, string>
  } // safe: as above
  const sent = await fetch(session.upload_url, { method: session.method, headers: session.headers, body: bytes })
  if (!sent.ok) throw new Error(`The demo video was refused: ${sent.status} ${await sent.text()}`)
  await call('POST', '/api/videos', { ...file, upload_session_id: session.upload_session_id, duration_seconds: 3 })
}
