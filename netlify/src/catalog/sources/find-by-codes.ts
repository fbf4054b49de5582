import { z } from 'zod'
import type { SourceProduct } from '#core/catalog/source-product.ts'
import { type Asker, askSource, stopBefore } from './ask-source.ts'
import type { CodesReading, ProductsReading } from './open-product-sources.ts'
import { keepLists, keepProducts, readLists } from './sources.repo.ts'

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
  const lists = await readLists(serviceDb, place, wanted.map(nameOf), maxAgeSeconds, z.string())
  const known = wanted.flatMap((code) => {
    const asins = lists.get(nameOf(code))
    return asins ? [{ code, asins }] : []
  })
  if (known.length > 0) {
    const reading = await getKept(known.flatMap(({ asins }) => asins))
    for (const { code, asins } of known) {
      const products = asins.flatMap((asin) => reading.products.get(asin) ?? [])
      if (products.length === asins.length || !reading.stopped) note(code, products)
    }
    found.fromCache += reading.fromCache
    found.spent += reading.spent
    found.stopped = reading.stopped
  }
  const open = wanted.filter((code) => !found.byCode.has(code))
  for (let start = 0; start < open.length && !found.stopped; start += source.maxCodes) {
    signal?.throwIfAborted()
    found.stopped = await stopBefore(who)
    if (found.stopped) break
    const batch = open.slice(start, start + source.maxCodes)
    const { answer, stop } = await askSource(who, { names: batch, units: 1 }, async (allowed) => {
      const answered = await source.findByCodes(marketplace, allowed, { limit, signal })
      const rows = allowed.map((code) => [code, answered.products.filter((product) => carries(product, code))] as const)
      await keepProducts(serviceDb, answered.products, { videos: false })
      await keepLists(serviceDb, place, new Map(rows.map(([code, own]) => [nameOf(code), own.map(({ asin }) => asin)])))
      return { ...answered, rows }
    })
    for (const [code, products] of answer?.rows ?? []) note(code, products)
    found.dropped += answer?.dropped ?? 0
    found.spent += answer ? (answer.spent ?? batch.length) : 0
    found.stopped = stop
  }
  found.missing = wanted.filter((code) => !found.byCode.has(code))
  return found

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
