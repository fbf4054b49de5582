import type { CrmFieldKind } from '#core/products/lists/schema.ts'

/** The kinds of custom fields, in words; the usual one first. */
export const KIND_WORDS: Record<CrmFieldKind, { label: string; about: string }> = {
  text: { label: 'Text', about: 'Words, in one or more lines.' },
  number: { label: 'Number', about: 'Counted or measured, such as a weight.' },
  money: { label: 'Money', about: 'An amount in the currency of the product.' },
  date: { label: 'Date', about: 'A day, such as the end of a contract.' },
  select: { label: 'Choice', about: 'One of a few options that you name and color.' },
  checkbox: { label: 'Yes or no', about: 'A box to tick.' },
  url: { label: 'Link', about: 'A link that opens with a click.' },
}
