import { z } from 'zod'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import { type Asker, askSource, type Stop, stopBefore } from './ask-source.ts'
import type { CodesReading, ProductsReading } from './open-product-sources.ts'
import { readLists } from './read-lists.ts'
import { keepLists, keepProducts } from './sources.repo.ts'

type Options = { limit: number; maxAgeSeconds: number; signal: AbortSignal | undefined }

/**
 * The products of codes: those of codes that were asked before come from what is kept. `getKept` reads the products of
 * lists. Each answer is kept before the next request.
 */
export async function findProductsByCodes(
  who: Asker,
  codes: readonly string[],
  { limit, maxAgeSeconds, signal }: Options,
  getKept: (asins: readonly string[]) => Promise<ProductsReading>,
): Promise<CodesReading> {
  const { serviceDb, source, marketplace } = who
  const place = { source: source.name, marketplace }
  const found: CodesReading = {
    byCode: new Map(),
    atLimit: [],
    missing: [],
    fromCache: 0,
    dropped: 0,
    spent: 0,
    stopped: null,
  }
  const wanted = [...new Set(codes)].filter((code) => /^\d{12,14}$/.test(code))
  const nameOf = (code: string) => `code:${limit}:${code}`
  const codeOf = (name: string) => name.slice(name.lastIndexOf(':') + 1)
  const known = new Map<string, string[]>()

  found.stopped = await readLists(
    who,
    wanted.map(nameOf),
    { maxAgeSeconds, signal, item: z.string() },
    {
      onKept: (lists) => {
        for (const [name, asins] of lists) known.set(codeOf(name), asins)
      },
      ask: (names) => ask(names.map(codeOf)),
    },
  )
  if (known.size > 0) {
    const reading = await getKept([...known.values()].flat())
    for (const [code, asins] of known) {
      const products = asins.flatMap((asin) => reading.products.get(asin) ?? [])
      if (products.length === asins.length || !reading.stopped) note(code, products)
    }
    found.fromCache += reading.fromCache
    found.dropped += reading.dropped
    found.spent += reading.spent
    found.stopped ??= reading.stopped
  }
  found.missing = wanted.filter((code) => !found.byCode.has(code))
  return found

  async function ask(open: readonly string[]): Promise<Stop | null> {
    for (let start = 0; start < open.length; start += source.maxCodes) {
      signal?.throwIfAborted()
      const before = await stopBefore(who)
      if (before) return before
      const batch = open.slice(start, start + source.maxCodes)
      const { answer, stop } = await askSource(who, { names: batch, units: 1 }, async (allowed) => {
        const answered = await source.findByCodes(marketplace, allowed, { limit, signal })
        const own = (code: string) => answered.products.filter((product) => carries(product, code))
        const rows = allowed.map((code) => [code, own(code)] as const)
        await keepProducts(serviceDb, answered.products, { videos: false })
        const lists = rows.map(([code, products]) => [nameOf(code), products.map(({ asin }) => asin)] as const)
        await keepLists(serviceDb, place, new Map(lists))
        return { ...answered, rows }
      })
      for (const [code, products] of answer?.rows ?? []) note(code, products)
      found.dropped += answer?.dropped ?? 0
      found.spent += answer ? (answer.spent ?? batch.length) : 0
      if (stop) return stop
    }
    return null
  }

  function note(code: string, products: SourceProduct[]): void {
    found.byCode.set(code, products)
    if (products.length >= limit) found.atLimit.push(code)
  }
}

// A UPC and its EAN with a leading zero are one code.
function carries({ codes }: SourceProduct, code: string): boolean {
  const number = (text: string) => text.replace(/^0+/, '')
  return codes.some((own) => number(own) === number(code))
}
