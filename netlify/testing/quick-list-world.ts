import { vi } from 'vitest'
import { quickListContract } from '#core/quick-list/contract.ts'
import { type CreateQuickList, QuickList } from '#core/quick-list/schema.ts'
import { asinOf } from '../../services/emulators/keepa/catalog/default-catalog.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import lists from '../functions/quick-lists.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import { drainJobs } from '../src/jobs/drain-jobs.ts'
import { type EbaySeller, openEbay } from '../src/providers/ebay/index.ts'
import { createEbayWorld, DANA, type EbayWorld, type Truth } from './ebay-world.ts'

export const MUG = asinOf('mug', 'Black')
export const SKU = `ql_${MUG}`
export const SETTINGS = {
  fulfillment_policy_id: '6196932000',
  payment_policy_id: '6196947000',
  return_policy_id: '6197962000',
  merchant_location_key: 'warehouse-reno',
}

/** What the page sends for the mug. */
export const MUG_LISTING = {
  asin: MUG,
  title: 'Lumora Insulated Travel Mug 16 oz, Black',
  price_cents: 2499,
  quantity: 2,
  condition: 'NEW',
  category_id: '20667',
  aspects: { Brand: ['Lumora'], Type: ['Travel Mug'] },
  images: ['https://m.media-amazon.com/images/I/71a.png'],
} satisfies CreateQuickList

export type QuickListWorld = EbayWorld & {
  keepa: TestEmulator
  /** Settings complete, no stored facts, no attempts, an empty queue. */
  begin(as: TestPerson): Promise<void>
  /** Requests a listing; answers the attempt. Throws when it is refused. */
  ask(as: TestPerson, change?: Partial<CreateQuickList>): Promise<QuickList>
  /** Runs the waiting attempts several times, as the queue would over time. */
  list(): Promise<void>
  attempts(): Promise<QuickList[]>
  /** Sends a request to eBay as Dana. */
  dana(): EbaySeller
  /** Dana's listings under a SKU. */
  onSale(sku?: string): Promise<Truth[]>
  failNext(kind: string, call: string, more?: object): Promise<unknown>
}

/** The API, a database, and both vendors of quick list. */
export async function createQuickListWorld(): Promise<QuickListWorld> {
  const keepa = await startTestEmulator('keepa')
  const world = await createEbayWorld([keepa])
  const { api } = world
  let asker: TestPerson | undefined
  return {
    ...world,
    keepa,
    async reset() {
      const logged = await world.reset()
      await keepa.control.reset()
      await api.host.exec('delete from public.quick_list_attempts; delete from public.quick_list_facts')
      for (const [name, value] of Object.entries(keepa.env)) vi.stubEnv(name, value)
      vi.spyOn(console, 'info').mockImplementation(() => {})
      return logged
    },
    async begin(as) {
      asker = as
      await world.ebay.control.seed({
        connections: [{ seller_id: DANA, access_token: 'v^1.1-dana', refresh_token: 'v^1.1-dana-refresh' }],
      })
      await world.connect(as)
      const values = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'`)
      await api.host.exec(
        `update public.ebay_settings set ${values.join(', ')}, sku_prefix = 'ql_', description_note = null; delete from private.jobs`,
      )
    },
    async ask(as, change = {}) {
      const answer = await api.call(lists, quickListContract.create, { as, body: { ...MUG_LISTING, ...change } })
      if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.problem)}`)
      return QuickList.parse(answer.body)
    },
    async list() {
      for (let round = 0; round < 6; round += 1) {
        await api.host.exec(
          `update private.jobs set run_at = now() where kind = 'ebay.quick-list' and finished_at is null and leased_until is null;
           update private.jobs set run_at = now() + interval '1 day' where kind <> 'ebay.quick-list'`,
        )
        const { finished, failed } = await drainJobs({ db: createServiceClient() })
        if (finished + failed === 0) return
      }
    },
    async attempts() {
      if (!asker) throw new Error('nobody asked')
      return (await api.call(lists, quickListContract.list, { as: asker })).body.items
    },
    dana() {
      const ebay = openEbay()
      if (!ebay) throw new Error('no keyset')
      return ebay.openSeller('v^1.1-dana')
    },
    async onSale(sku = SKU) {
      return (await world.truths()).filter((truth) => truth.sku === sku && truth.status !== 'ended')
    },
    failNext: (kind, call, more = {}) => world.run('fail_next', { kind, call, ...more }),
    async close() {
      await world.close()
      await keepa.close()
    },
  }
}
