import type { SourceProduct } from '../catalog/source-product.ts'
import { marketplace } from '../marketplaces.ts'
import type { Pack } from './evidence.ts'
import { brandNames, gtinsOf, normalizeNumber } from './identifiers.ts'
import { packOf } from './pack.ts'
import { unitAt } from './pack-tokens.ts'
import { readTitleWords, type TitleWords } from './title-words.ts'
import { MEASURES } from './trait-words.ts'
import { readTraits, type Traits } from './traits.ts'

/** A product as rules compare it: normalized once. */
export type ProductFacts = {
  product: SourceProduct
  language: string
  codes: ReadonlySet<string>
  brands: readonly string[]
  numbers: readonly string[]
  model: string | null
  part: string | null
  pack: Pack
  traits: Traits
  /** Words of the title that name something. */
  words: ReadonlySet<string>
}

export function readFacts(product: SourceProduct): ProductFacts {
  const title = readTitleWords(product.title ?? '')
  const model = normalizeNumber(product.model)
  const part = normalizeNumber(product.part_number)
  return {
    product,
    language: marketplace(product.marketplace).language,
    codes: gtinsOf(product),
    brands: [...brandNames(product.brand), ...brandNames(product.manufacturer)],
    numbers: [model, part].filter((number) => number !== null),
    model,
    part,
    pack: packOf(product, title),
    traits: readTraits(title),
    words: namingWords(title),
  }
}

const STOP = new Set(
  `the a an and or of for with in on to by from is your new all der die das und mit fur von im den dem ein eine le la les
  de des du et pour avec un une il lo gli i e di da per con una el los las y para por en o no fl pack packs pcs count ct
  piece pieces set stuck lot pezzi`.split(/\s+/),
)

// 200 ml and 6.8 fl oz are compared as measures.
function namingWords({ tokens }: TitleWords): ReadonlySet<string> {
  // 12 mega rolls = 48 regular rolls: what follows says the same again.
  const explained = tokens.findIndex(({ text }) => text === '=')
  const names = tokens.filter(({ kind, text }, at) => {
    if (kind === 'sign' || STOP.has(text) || (explained >= 0 && at > explained)) return false
    if (kind === 'number') return unitAt(tokens, at + 1).unit === 'none'
    const isUnit = MEASURES.has(text) || text === 'fl'
    return !isUnit || tokens[at - 1]?.kind === 'word' || at === 0
  })
  return new Set(names.map(({ text }) => text))
}

/**
 * How much two titles have in common, 0 to 1, and how much of the shorter one stands in the other; null when one of them
 * has no words.
 */
export function compareTitles(a: ProductFacts, b: ProductFacts): { similarity: number; containment: number } | null {
  const isOneLanguage = a.language === b.language
  // Names, brands and numbers stay what they are in another language; other words rarely do.
  const mine = isOneLanguage ? a.words : latinWords(a.words)
  const other = isOneLanguage ? b.words : latinWords(b.words)
  if (mine.size === 0 || other.size === 0) return null
  let shared = 0
  for (const word of mine) if (other.has(word)) shared += 1
  const dice = (2 * shared) / (mine.size + other.size)
  // A short title inside a long one names the same thing.
  const containment = shared / Math.min(mine.size, other.size)
  return { similarity: (dice + containment) / 2, containment }
}

const latinWords = (words: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...words].filter((word) => /^[\da-z]/.test(word)))
