import { ASPECT_LENGTH, fitWords } from './listing-text.ts'
import type { QuickListAspect, QuickListFacts } from './schema.ts'

/** An aspect that a category asks for, as eBay describes it. */
export type CategoryAspect = Omit<QuickListAspect, 'values' | 'found_in'>

type Source = keyof Pick<
  QuickListFacts,
  | 'brand'
  | 'manufacturer'
  | 'model'
  | 'part_number'
  | 'color'
  | 'size'
  | 'material'
  | 'style'
  | 'pattern'
  | 'scent'
  | 'item_form'
>

// By the aspect's name in lower case; the first known fact is used.
const SOURCES: Readonly<Record<string, readonly Source[]>> = {
  brand: ['brand', 'manufacturer'],
  manufacturer: ['manufacturer', 'brand'],
  model: ['model', 'part_number'],
  mpn: ['part_number', 'model'],
  'manufacturer part number': ['part_number', 'model'],
  'lego set number': ['part_number', 'model'],
  color: ['color'],
  colour: ['color'],
  'main color': ['color'],
  size: ['size'],
  material: ['material'],
  style: ['style'],
  pattern: ['pattern'],
  scent: ['scent'],
  formulation: ['item_form'],
}

/**
 * The known values of an aspect: from the product's own facts, or a value offered by eBay that is in the title as whole
 * words. Nothing is made up: a value that is not found stays empty for the person.
 */
export function findAspect(aspect: CategoryAspect, facts: QuickListFacts): QuickListAspect {
  const fact = (SOURCES[aspect.name.toLowerCase()] ?? []).map((source) => facts[source]).find((value) => !!value)
  const value = fact ? accepted(aspect, fact) : null
  if (value !== null) return { ...aspect, values: [value], found_in: 'product' }
  const said = optionIn(facts.title ?? '', aspect.options)
  return said === null ? { ...aspect, values: [], found_in: null } : { ...aspect, values: [said], found_in: 'title' }
}

function accepted({ is_selection_only, options, max_length }: CategoryAspect, fact: string): string | null {
  const same = options.find((option) => option.toLowerCase() === fact.trim().toLowerCase())
  if (same !== undefined || is_selection_only) return same ?? null
  return fitWords(fact, Math.min(max_length, ASPECT_LENGTH)) || null
}

/** The longest offered value that the text names; null when it names none, or two different ones. */
function optionIn(text: string, options: readonly string[]): string | null {
  const words = ` ${wordsOf(text)} `
  const named = options.filter((option) => wordsOf(option) !== '' && words.includes(` ${wordsOf(option)} `))
  const [longest, ...rest] = named.toSorted((a, b) => b.length - a.length)
  if (longest === undefined) return null
  const isOneThing = rest.every((option) => ` ${wordsOf(longest)} `.includes(` ${wordsOf(option)} `))
  return isOneThing ? longest : null
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The errors in the values of a listing's aspects, by the aspect's name; empty when eBay would accept all. */
export function checkAspects(
  aspects: readonly CategoryAspect[],
  values: Readonly<Record<string, readonly string[]>>,
): { name: string; message: string }[] {
  const issues: { name: string; message: string }[] = []
  for (const { name, is_required, is_selection_only, is_many, max_length, options } of aspects) {
    const given = values[name] ?? []
    const longest = Math.min(max_length, ASPECT_LENGTH)
    const foreign = is_selection_only ? given.find((value) => !options.includes(value)) : undefined
    if (is_required && given.length === 0) issues.push({ name, message: `This category needs ${name}.` })
    else if (!is_many && given.length > 1) issues.push({ name, message: `${name} takes one value.` })
    else if (foreign !== undefined)
      issues.push({ name, message: `${name} cannot be “${foreign}”: choose one of eBay's values.` })
    else if (given.some((value) => value.length > longest))
      issues.push({ name, message: `${name} takes at most ${longest} characters.` })
  }
  return issues
}
