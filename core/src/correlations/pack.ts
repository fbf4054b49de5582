import type { SourceProduct, UnitCount } from '../catalog/source-product.ts'
import type { Pack, PackReason } from './evidence.ts'
import { type PackSize, packSizeOf } from './pack-size.ts'
import { readTitleWords, type TitleWords } from './title-words.ts'

type PackFields = Pick<SourceProduct, 'title' | 'size' | 'number_of_items' | 'package_quantity' | 'unit_count'>

/** Units of `unit_count` that count pieces; others measure what is in them. */
const COUNTS = new Set(
  `count counts ct piece pieces pcs unit units each stuck stucke stk unite unites piece(s) unidad unidades pieza piezas
  pezzo pezzi unita 個 枚 本 stuks sztuka sztuki st styck unidade unidades item items`.split(/\s+/),
)

/**
 * The pack size of a product by its title, its size and the three number fields of its source. Fields that contradict
 * each other leave it unclear: none of them is right more often than the others.
 */
export function packOf(product: PackFields, title: TitleWords = readTitleWords(product.title ?? '')): Pack {
  const words = sayings(product, title)
  const numbers = numberReasons(product)
  const reasons: PackReason[] = [...words.map(({ reason }) => reason), ...numbers]
  const unclear: Pack = { count: null, inner: null, of: 'packs', state: 'unclear', reasons }
  const sizes = words.map(({ size }) => size)
  if (sizes.some(({ certainty }) => certainty === 'unclear')) return unclear
  const stated = sizes.filter(({ certainty }) => certainty === 'stated')
  const [first, second] = stated
  // Without any words and numbers there is nothing to assume by.
  if (title.tokens.length === 0 && numbers.length === 0 && first === undefined) return unclear
  if (first === undefined) return ofNumbers(numbers, sizes[0]?.inner ?? null, reasons) ?? unclear
  if (second !== undefined && !saySame(first, second)) return unclear
  const inner = stated.find((size) => size.inner !== null)?.inner ?? null
  const said = { ...first, inner }
  if (!numbers.every((reason) => agrees(reason, said))) return unclear
  return {
    count: first.count,
    inner: inner ?? innerOfUnits(numbers, said),
    of: first.of,
    state: reasons.length > 1 ? 'agreed' : 'stated',
    reasons,
  }
}

type Saying = { size: PackSize; reason: PackReason }

function sayings(product: PackFields, title: TitleWords): Saying[] {
  const sizeWords = product.size === null ? null : readTitleWords(product.size)
  const found = [
    { field: 'title' as const, size: packSizeOf(title) },
    ...(sizeWords ? [{ field: 'size' as const, size: packSizeOf(sizeWords) }] : []),
  ]
  return found
    .filter(({ size }) => size.certainty !== 'none' || size.inner !== null)
    .map(({ field, size }) => ({ size, reason: { field, value: size.count, words: size.words } }))
}

function numberReasons({ number_of_items, package_quantity, unit_count }: PackFields): PackReason[] {
  const units = piecesOf(unit_count)
  const fields: [PackReason['field'], number | null][] = [
    ['number_of_items', number_of_items],
    ['package_quantity', package_quantity],
    ['unit_count', units],
  ]
  return fields.flatMap(([field, value]) => (value === null ? [] : [{ field, value, words: [] }]))
}

// 12 fluid ounces are no pieces; a unit without a name may be anything.
function piecesOf(unit: UnitCount | null): number | null {
  if (!unit?.value || !unit.type || !Number.isInteger(unit.value) || unit.value < 1) return null
  const type = readTitleWords(unit.type).tokens[0]?.text ?? ''
  return COUNTS.has(type) ? unit.value : null
}

const totalOf = ({ count, inner }: Pick<PackSize, 'count' | 'inner'>) => (count ?? 0) * (inner ?? 1)

const saySame = (a: PackSize, b: PackSize) =>
  a.count === b.count ? a.inner === null || b.inner === null || a.inner === b.inner : isOnePackage(a, b)

/** "48 count" and "one package of 48" are the same; "48 count" and "two packs of 24" need not be. */
const isOnePackage = (a: Pick<PackSize, 'count' | 'inner' | 'of'>, b: Pick<PackSize, 'count' | 'inner' | 'of'>) =>
  totalOf(a) === totalOf(b) &&
  ((a.count === 1 && a.of === 'packs' && b.of === 'pieces') || (b.count === 1 && b.of === 'packs' && a.of === 'pieces'))

/** Whether a number field may stand beside what the words say. */
function agrees({ field, value }: PackReason, said: PackSize): boolean {
  if (value === null || said.count === null) return false
  if (value === said.count || value === totalOf(said)) return true
  // 48 loose pieces come in one package, a set of four counts its pieces, and so does a pair.
  if (value === 1) return said.of === 'pieces' || said.count === 1
  if (field === 'unit_count') return said.inner === null && value % said.count === 0
  return said.of === 'sets' && said.inner === null && said.count === 1
}

const innerOfUnits = (numbers: readonly PackReason[], { count, of, inner }: PackSize) => {
  const units = numbers.find(({ field }) => field === 'unit_count')?.value
  if (!units || !count || inner !== null || of !== 'packs' || units === count || units % count !== 0) return null
  return units / count
}

/** The pack size by number fields alone, beside a title that names at most what one package holds; null: unclear. */
function ofNumbers(numbers: readonly PackReason[], inner: number | null, reasons: PackReason[]): Pack | null {
  const one: Pack = { count: 1, inner, of: 'packs', state: 'assumed_one', reasons }
  // A number that repeats what one package holds says nothing about packages.
  const values = numbers.filter(({ value }) => inner === null || value !== inner)
  const state = values.length > 1 ? 'agreed' : 'stated'
  const distinct = [...new Set(values.map(({ value }) => value ?? 0))].toSorted((a, b) => a - b)
  const [first, second, third] = distinct
  if (first === undefined) return one
  if (second === undefined) return { ...one, count: first, state }
  const units = values.find(({ field }) => field === 'unit_count')?.value
  // The number of items and the package quantity agree, and the units are a multiple of them.
  if (third !== undefined || units !== second || second % first !== 0) return null
  const each = second / first
  return inner === null || inner === each ? { ...one, count: first, inner: each, state } : null
}

/** Whether two products have the same pack size, as far as both say it. */
export function comparePacks(a: Pack, b: Pack): 'same' | 'different' | 'unclear' {
  if (a.state === 'unclear' || b.state === 'unclear') return 'unclear'
  if (a.count === b.count) return a.inner !== null && b.inner !== null && a.inner !== b.inner ? 'different' : 'same'
  if (isOnePackage(a, b)) return 'same'
  const isSilent = a.state === 'assumed_one' || b.state === 'assumed_one'
  // The same number of pieces in other packs, or one of them says nothing.
  return isSilent || totalOf(a) === totalOf(b) ? 'unclear' : 'different'
}
