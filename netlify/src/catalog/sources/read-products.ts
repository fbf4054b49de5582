import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import { type Asker, askSource, type Stop, stopBefore } from './ask-source.ts'
import { claimReads, keepProducts, releaseReads } from './sources.repo.ts'

/** What readings gather: everything that came, and why nothing more did. */
export type Reading = {
  products: Map<string, SourceProduct>
  /** Answers that were stored and young enough: they cost nothing. */
  fromCache: number
  /** What the source sent and nobody asked for. */
  dropped: number
  /** Units of the daily cap: tokens of Keepa, requests to Amazon. */
  spent: number
}

type Options = { maxAgeSeconds: number; videos: boolean; signal: AbortSignal | undefined }

/** How often a caller looks whether another's answer has come, and for how long. */
const LOOK_AGAIN_MS = 150
const LONGEST_WAIT_MS = 180_000

/**
 * Reads ASINs from one source, a request at a time: what others keep meanwhile is taken, what others ask about now is
 * waited for, and only the rest is paid for. Each answer is kept before the next request, so a caller that dies loses
 * none. Answers why it stopped; null when the source was asked about every ASIN.
 */
export async function readFromSource(
  asker: Asker,
  asins: readonly string[],
  reading: Reading,
  options: Options,
): Promise<Stop | null> {
  const endsAt = Date.now() + LONGEST_WAIT_MS
  for (let open: readonly string[] = asins; open.length > 0; ) {
    const busy: string[] = []
    for (let start = 0; start < open.length; start += asker.source.maxAsins) {
      options.signal?.throwIfAborted()
      const batch = open.slice(start, start + asker.source.maxAsins)
      const outcome = await readBatch(asker, batch, reading, options)
      if (outcome.stop) return outcome.stop
      busy.push(...outcome.busy)
    }
    open = busy
    if (open.length === 0) break
    if (Date.now() > endsAt) return { reason: 'later', source: asker.source.name, waitSeconds: 60, error: null }
    await sleep(LOOK_AGAIN_MS, undefined, { signal: options.signal })
  }
  return null
}

async function readBatch(
  asker: Asker,
  asins: readonly string[],
  reading: Reading,
  { maxAgeSeconds, videos, signal }: Options,
): Promise<{ busy: string[]; stop: Stop | null }> {
  const { serviceDb, source, marketplace } = asker
  const lease = randomUUID()
  const before = await stopBefore(asker)
  if (before) return { busy: [], stop: before }
  const { fresh, claimed, busy } = await claimReads(serviceDb, source.name, marketplace, asins, {
    lease,
    maxAgeSeconds,
    videos,
  })
  for (const product of fresh) reading.products.set(product.asin, product)
  reading.fromCache += fresh.length
  if (claimed.length === 0) return { busy, stop: null }
  // One request has one name, or one for each of its ASINs.
  const names = source.isChargedPerProduct ? claimed : [claimed.join(',')]
  let isKept = false
  try {
    const { answer, stop } = await askSource(asker, { names, units: 1 }, async (allowed) => {
      const asked = source.isChargedPerProduct ? allowed : claimed
      const answered = await source.getProducts(marketplace, asked, { videos, signal })
      await keepProducts(serviceDb, answered.products, { videos, lease })
      isKept = true
      return answered
    })
    for (const product of answer?.products ?? []) reading.products.set(product.asin, product)
    reading.dropped += answer?.dropped ?? 0
    reading.spent += answer ? (answer.spent ?? names.length) : 0
    return { busy, stop }
  } finally {
    if (!isKept) await releaseReads(serviceDb, lease)
  }
}
