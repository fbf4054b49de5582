import { setTimeout as wait } from 'node:timers/promises'
import { createControl } from '../../emulators/control-client.ts'
import { defaultCatalog } from '../../emulators/keepa/catalog/default-catalog.ts'
import { imageName } from '../../emulators/keepa/catalog/images.ts'
import type { LocalDatabase } from '../database/open-database.ts'
import { addDemoQuickList } from './add-demo-quick-list.ts'
import { addDemoHistory } from './demo-ebay-history.ts'
import { DEMO_STRATEGIES, type DemoListing, type DemoStrategy, demoShop, type LinkedProduct } from './demo-ebay-shop.ts'
import type { CallApi } from './seed-demo.ts'

const IMAGE_PX = 160
const LINKED_PRODUCTS = 4
const LOOK_AGAIN_MS = 250
const GIVE_UP_MS = 60_000

export type DemoEbay = {
  /** The emulator's URL. */
  ebayUrl: string
  /** Undefined for a hosted database: then the shop has no past. */
  database: LocalDatabase | undefined
}

type DemoAccount = { call: CallApi; url: string; token: string; email: string; imageBaseUrl: string | undefined }

/**
 * Connects the demo workspace to Dana's emulated shop as a person would, sets floors and strategies, and writes the
 * three months before today.
 */
export async function addDemoEbay({ ebayUrl, database }: DemoEbay, account: DemoAccount): Promise<void> {
  const { call } = account
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const { items: products } = (await call('GET', '/api/sourced-products')) as { items: LinkedProduct[] }
  const shop = demoShop(products.slice(0, LINKED_PRODUCTS), imagesAt(account.imageBaseUrl))
  await createControl(ebayUrl).seed({ catalog: 'empty', listings: shop.map(({ seed }) => seed) })
  await connect(ebayUrl, account)
  const ids = await readListings(call)
  const strategies = await addStrategies(call)
  for (const listing of shop) await decide(call, listing, ids.get(listing.item_id), strategies)
  await addDemoQuickList(call)
  if (database) await addDemoHistory(database, shop, account.email)
}

function imagesAt(imageBaseUrl: string | undefined): string[] {
  if (!imageBaseUrl) return []
  return defaultCatalog()
    .filter(({ image_count }) => image_count > 0)
    .map((product) => `${imageBaseUrl}/${imageName(product, 0).replace(/\.png$/, `._SL${IMAGE_PX}_.png`)}`)
}

/** The steps of a browser: the consent page, one click, and the callback with the cookie of the sign-in. */
async function connect(ebayUrl: string, { url, token }: DemoAccount): Promise<void> {
  const begun = await fetch(`${url}/api/ebay-auth`, { headers: { authorization: `Bearer ${token}` } })
  if (!begun.ok) throw new Error(`The demo's eBay could not be connected: ${begun.status} ${await begun.text()}`)
  const { auth_url } = (await begun.json()) as { auth_url: string } // safe: as above
  const page = await (await fetch(auth_url)).text()
  const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
  const agreed = await fetch(new URL(field(/action="([^"]+)"/), ebayUrl), {
    method: 'POST',
    body: new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      seller: field(/name="seller" value="([^"]+)" checked/),
      decision: 'agree',
    }),
    redirect: 'manual',
  })
  const back = agreed.headers.get('location')
  if (!back) throw new Error(`The emulated eBay sent no person back: ${agreed.status}`)
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const done = await fetch(new URL(new URL(back).pathname + new URL(back).search, url), {
    headers: { cookie },
    redirect: 'manual',
  })
  const result = new URL(done.headers.get('location') ?? 'none:').searchParams
  if (result.get('ebay') !== 'connected') throw new Error(`The demo's eBay was not connected: ${result}`)
}

/** Waits for the first sync; ids by eBay's item id. */
async function readListings(call: CallApi): Promise<Map<string, string>> {
  const until = Date.now() + GIVE_UP_MS
  for (;;) {
    const { sync } = (await call('GET', '/api/listings/sync')) as { sync: { state: string } | null } // safe: as above
    if (sync && sync.state !== 'running') break
    if (Date.now() > until) throw new Error('The first sync of the demo did not end within a minute.')
    await wait(LOOK_AGAIN_MS)
  }
  const { items } = (await call('GET', '/api/listings?status=all&limit=200')) as {
    items: { id: string; ebay_item_id: string }[]
  } // safe: as above
  return new Map(items.map(({ id, ebay_item_id }) => [ebay_item_id, id]))
}

async function addStrategies(call: CallApi): Promise<Map<DemoStrategy, string>> {
  const ids = new Map<DemoStrategy, string>()
  for (const key of ['steady', 'clearOut', 'gentle'] as const) {
    const steps = key === 'gentle' ? { steps: [{ after_days: 60, percentage_bp: 800 }] } : {}
    const made = (await call('POST', '/api/strategies', { ...DEMO_STRATEGIES[key], ...steps })) as { id: string } // safe: as above
    if (key !== 'gentle') await call('PATCH', `/api/strategies/${made.id}`, { is_live: true })
    ids.set(key, made.id)
  }
  return ids
}

async function decide(
  call: CallApi,
  { strategy, floor_cents, cost_cents, fate }: DemoListing,
  id: string | undefined,
  strategies: ReadonlyMap<DemoStrategy, string>,
): Promise<void> {
  if (id === undefined || strategy === undefined) return
  await call('PATCH', `/api/listings/${id}`, {
    floor_cents,
    strategy_id: strategies.get(strategy),
    reductions_enabled: true,
    ...(cost_cents !== undefined && { cost_cents }),
    ...(fate === 'hidden' && { is_hidden: true }),
  })
}
