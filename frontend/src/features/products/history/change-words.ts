import { fieldWords, namedFields } from '#app/features/products/fields/field-names.ts'
import { formatCount } from '#core/format.ts'
import type { ChangeSet, UndoneChange } from '#core/products/changes.ts'
import { firstCharacter } from '#core/text.ts'

/** The place of a change in a chain of undos. */
export type Lineage = {
  /** Whether the change undid something; an undo of an undo did not. */
  isUndo: boolean
  isRedo: boolean
  /** The first change of the chain; undefined when it is not loaded. */
  root: ChangeSet | undefined
}

/** Follows a change to the change that it undid, and so on, through the loaded changes. */
export function lineageOf(change: ChangeSet, known: readonly ChangeSet[]): Lineage {
  const byId = new Map(known.map((item) => [item.id, item]))
  let depth = 0
  let current: ChangeSet | undefined = change
  while (current?.kind === 'undo') {
    depth += 1
    current = current.undo_of ? byId.get(current.undo_of) : undefined
  }
  return { isUndo: depth % 2 === 1, isRedo: depth > 0 && depth % 2 === 0, root: current }
}

/** One line for a list of changes: `Brand and notes of B07XJQW9K2`, `Added 3 products`, `Undid: brand of …`. */
export function changeTitle(change: ChangeSet, { isUndo, isRedo, root }: Lineage, locale?: string): string {
  if (isUndo || isRedo) return `${isUndo ? 'Undid' : 'Redid'}: ${changeNoun(change, root, locale)}`
  const subject = subjectOf(change, locale)
  if (change.kind === 'import') return `Imported ${subject}`
  const move = entryNoun(change, root) === null ? moveOf(change) : null
  return move ? `${TITLE_VERBS[move]} ${subject}` : capitalized(changeNoun(change, root, locale))
}

/** A change as the object of a sentence: `brand of B07XJQW9K2`, `adding 3 products`. */
export function changeNoun(change: ChangeSet, root: ChangeSet | undefined, locale?: string): string {
  const subject = subjectOf(change, locale)
  if (change.kind === 'import') return `the import of ${subject}`
  const entry = entryNoun(change, root)
  if (entry !== null) return entry
  const move = moveOf(change)
  if (!move) return `${fieldWords(change.fields)} of ${subject}`
  if (change.kind !== 'undo') return `${NOUN_VERBS[move]} ${subject}`
  // What an undo changed in Trash says nothing about the change that it undid.
  const rootMove = root && moveOf(root)
  return rootMove ? `${NOUN_VERBS[rootMove]} ${subject}` : `moving ${subject} to or from Trash`
}

const ENTRY_NOUNS: Record<NonNullable<ChangeSet['entries']>[number]['list'], string> = {
  crm_statuses: 'status',
  crm_owners: 'product owner',
  crm_collaboration_types: 'collaboration type',
  crm_contact_sources: 'contact source',
  crm_marketplaces: 'sales channel',
  crm_fields: 'field',
}

// What a change did to a list: deleting an entry matters more than what it meant for the products. An undo is named after
// the change that it undid.
function entryNoun({ kind, entries }: ChangeSet, root: ChangeSet | undefined): string | null {
  const done = kind === 'undo' && root && root.kind !== 'undo' ? root.entries : kind === 'import' ? [] : entries
  if (kind === 'undo' && root?.kind === 'import') return null
  const [entry] = done ?? []
  if (!entry) return null
  const name = `${ENTRY_NOUNS[entry.list]} “${entry.name}”`
  return entry.change === 'options' ? `removing options of ${name}` : `deleting ${name}`
}

/** What an undo skipped, as a sentence; undefined when it skipped nothing. */
export function leftWords(
  { left, left_count = left.length }: Pick<UndoneChange, 'left' | 'left_count'>,
  ofOneProduct: boolean,
): string | undefined {
  const [first] = left
  const others = left_count - 1
  if (!first) return undefined
  const fields = namedFields(first.fields)
  // The ASIN stands for the whole product: an added product that was changed since.
  const isWhole = fields.length === 0 || fields.includes('asin')
  const what = isWhole ? first.asin : `${capitalized(fieldWords(fields))}${ofOneProduct ? '' : ` of ${first.asin}`}`
  const isMany = others > 0 || (!isWhole && fields.length > 1)
  const more = others > 0 ? ` and ${formatCount(others, 'more product')}` : ''
  return `${what}${more} ${isMany ? 'were' : 'was'} changed since and ${isMany ? 'stay' : 'stays'}.`
}

/** The toast after the person's own edit: `Brand of B07XJQW9K2 changed`. */
export const editWords = (fields: readonly string[], asin: string): string =>
  `${capitalized(fieldWords(fields))} of ${asin} changed`

type Move = 'added' | 'deleted' | 'restored'
const TITLE_VERBS: Record<Move, string> = { added: 'Added', deleted: 'Deleted', restored: 'Restored' }
const NOUN_VERBS: Record<Move, string> = { added: 'adding', deleted: 'deleting', restored: 'restoring' }

function moveOf({ kind, fields, products }: ChangeSet): Move | null {
  if (kind === 'add') return 'added'
  if (fields.length !== 1 || fields[0] !== 'deleted_at') return null
  // A product that was deleted for good is no longer named.
  const isBack = products.length > 0 && products.every(({ after }) => after.deleted_at === null)
  return isBack ? 'restored' : 'deleted'
}

function subjectOf({ product_count, products }: ChangeSet, locale?: string): string {
  const [only] = products
  return product_count === 1 && only ? only.asin : formatCount(product_count, 'product', undefined, locale)
}

const capitalized = (words: string) => firstCharacter(words).toUpperCase() + words.slice(firstCharacter(words).length)
