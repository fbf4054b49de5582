import { onTestFinished } from 'vitest'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { EbayWorld, Truth } from './ebay-world.ts'

type Row = Record<string, unknown>
type Rule = Parameters<EbayWorld['strategy']>[1]

/** What tests of price drops do with a shop: make listings due, run, let time pass, ask eBay, and read what came of it. */
export function createPriceRuns(world: () => EbayWorld, person: () => TestPerson) {
  const enqueue = async (kind: string) =>
    world().api.host.sql(`select private.enqueue_job($1, $1 || ':' || $2, '{}', $2::uuid)`, [
      kind,
      await world().workspaceOf(person()),
    ])
  const look = async () => {
    await enqueue('ebay.reconcile')
    await world().work(2)
  }
  return {
    enqueue,
    look,
    /** Every price change, or those of the listings whose title has these words, the oldest first. */
    changes: (words = '') =>
      world().api.host.sql<Row>(
        `select * from public.price_reduction_logs where title like '%' || $1 || '%' order by planned_at, ebay_item_id`,
        [words],
      ),
    listing: async (words: string) => {
      const [row] = await world().api.host.sql<Row>(
        `select * from public.listings where title like '%' || $1 || '%' order by created_at desc`,
        [words],
      )
      return row
    },
    /** The listing on eBay; of several, the newest. */
    truth: async (words: string): Promise<Truth> => {
      const found = (await world().truths()).findLast(({ title }) => title.includes(words))
      if (!found) throw new Error(`no listing ${words}`)
      return found
    },
    due: async (more: { where?: string; floor?: string } = {}, rule: Rule = {}) => {
      const id = await world().strategy(person(), rule)
      await world().makeDue(person(), id, more)
      return id
    },
    run: async (rounds = 6) => {
      await enqueue('ebay.reduce')
      await world().work(rounds)
    },
    sync: async (rounds = 6) => {
      await enqueue('ebay.sync')
      await world().work(rounds)
    },
    lastRun: async () => {
      const [run] = await world().api.host.sql<Row>('select * from public.price_runs order by started_at desc limit 1')
      return run
    },
    /** Time passes, and eBay is asked twice, a quarter of an hour apart: another price now means that a change never arrived. */
    reconcile: async () => {
      await world().pass(3)
      await look()
      await world().pass(16)
      await look()
    },
  }
}

/**
 * Holds the answers to requests whose address or body has these words: `reached` resolves when the server has answered the
 * first, the callers get the answers after `release`. `count`: only so many are held. `fetch` is given back with `restore`,
 * at the latest when the test ends.
 */
export function holdRequests(words: string | RegExp, count = Number.POSITIVE_INFINITY) {
  const alive = globalThis.fetch
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let met = 0
  globalThis.fetch = async (input, init) => {
    const text = `${input instanceof Request ? input.url : String(input)} ${String(init?.body ?? '')}`
    const isMeant = typeof words === 'string' ? text.includes(words) : words.test(text)
    const answer = await alive(input, init)
    if (!isMeant || met >= count) return answer
    met += 1
    reached.resolve()
    await released.promise
    return answer
  }
  const restore = () => {
    released.resolve()
    globalThis.fetch = alive
  }
  onTestFinished(restore)
  return { reached: reached.promise, release: released.resolve, restore }
}
