import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { type Asker, askSource, type Stop, stopBefore } from './ask-source.ts'
import type { SourceAnswer } from './product-source.ts'
import type { Reading } from './read-products.ts'
import { claimLists, keepLists, keepProducts, releaseReads } from './sources.repo.ts'

/** How often a caller checks whether another's answer has come, and for how long. */
const LOOK_AGAIN_MS = 150
const LONGEST_WAIT_MS = 180_000

type Options<T> = { maxAgeSeconds: number; signal: AbortSignal | undefined; item: z.ZodType<T> }

/**
 * Reads lists of ASINs: `onKept` gets what is stored and young enough, or what another caller keeps meanwhile, and `ask`
 * is called with the names that only this caller asks about; it keeps its answers. Answers why `ask` stopped.
 */
export async function readLists<T>(
  { serviceDb, source, marketplace }: Asker,
  names: readonly string[],
  { maxAgeSeconds, signal, item }: Options<T>,
  { onKept, ask }: { onKept: (lists: Map<string, T[]>) => void; ask: (names: string[]) => Promise<Stop | null> },
): Promise<Stop | null> {
  const endsAt = Date.now() + LONGEST_WAIT_MS
  for (let open: readonly string[] = names; open.length > 0; ) {
    signal?.throwIfAborted()
    const lease = randomUUID()
    const place = { source: source.name, marketplace }
    const { fresh, claimed, busy } = await claimLists(serviceDb, place, open, { lease, maxAgeSeconds, item })
    if (fresh.size > 0) onKept(fresh)
    if (claimed.length > 0) {
      try {
        const stop = await ask(claimed)
        if (stop) return stop
      } finally {
        await releaseReads(serviceDb, lease)
      }
    }
    open = busy
    if (open.length === 0) break
    if (Date.now() > endsAt) return { reason: 'later', source: source.name, waitSeconds: 60, error: null }
    await sleep(LOOK_AGAIN_MS, undefined, { signal })
  }
  return null
}

type ListAnswer<T> = SourceAnswer & { items: T[] }

/** One list: stored, or asked for and stored with the products that came along. Null items: no source was asked. */
export async function readList<T>(
  who: Asker,
  name: string,
  options: { units: number; maxAgeSeconds: number; signal: AbortSignal | undefined; item: z.ZodType<T> },
  ask: () => Promise<ListAnswer<T>>,
): Promise<Omit<Reading, 'products'> & { items: T[] | null; stopped: Stop | null }> {
  const { serviceDb, source, marketplace } = who
  const reading = { items: null as T[] | null, fromCache: 0, dropped: 0, spent: 0 }
  const stopped = await readLists(who, [name], options, {
    onKept: (lists) => {
      reading.items = lists.get(name) ?? null
      reading.fromCache = reading.items?.length ?? 0
    },
    async ask() {
      const before = await stopBefore(who)
      if (before) return before
      const { answer, stop } = await askSource(who, { names: [name], units: options.units }, async () => {
        const answered = await ask()
        await keepLists(serviceDb, { source: source.name, marketplace }, new Map([[name, answered.items]]))
        if (answered.products.length > 0) await keepProducts(serviceDb, answered.products, { videos: false })
        return answered
      })
      if (!answer) return stop
      reading.items = answer.items
      reading.dropped = answer.dropped
      reading.spent = answer.spent ?? options.units
      return null
    },
  })
  return { ...reading, stopped }
}
