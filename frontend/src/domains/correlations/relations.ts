import type { Relation } from '#core/correlations/schema.ts'

/** The labels for how two ASINs relate, and Amazon's rule for each. */
export const RELATIONS: Record<Relation, { label: string; hint: string }> = {
  same: { label: 'Same product', hint: 'The same thing under another ASIN.' },
  variation: {
    label: 'Variation',
    hint: 'Another color or size. Amazon links variations of one listing automatically, so a task is often not needed.',
  },
  similar: {
    label: 'Similar product',
    hint: 'Amazon forbids tagging products that are merely similar. Accept it only when this product is shown in the video.',
  },
  pack_unclear: {
    label: 'Pack size unclear',
    hint: 'It looks like the same product, but the number of pieces is not clear. Look at the listing, and accept it only when your video shows this pack.',
  },
}
