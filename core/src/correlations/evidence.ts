import { z } from 'zod'
import { MarketplaceCode } from '../marketplaces.ts'
import { Instant } from '../time.ts'

/**
 * What a judged pair is. `pack_unclear` is a product whose pack size alone keeps it from being the same; `unrelated` is
 * not shown to people and never stored.
 */
export const JudgedRelation = z.enum(['same', 'variation', 'pack_unclear', 'similar', 'unrelated'])
export type JudgedRelation = z.infer<typeof JudgedRelation>

/** What a piece of evidence says about "the same product". A `note` says nothing about it and helps people decide. */
export const EvidenceDirection = z.enum(['for', 'against', 'unclear', 'note'])
export type EvidenceDirection = z.infer<typeof EvidenceDirection>

const Text = z.string().max(200)
const Count = z.number().int().min(0)

/** A field that says how many pieces a product has, and what it says. */
export const PackReason = z.object({
  field: z.enum(['title', 'size', 'number_of_items', 'package_quantity', 'unit_count']),
  /** Null: the field speaks of packs, but not of one number. */
  value: Count.nullable(),
  /** The words of a title or size that say it. */
  words: z.array(Text).max(8),
})
export type PackReason = z.infer<typeof PackReason>

/** How many pieces a product has: `count` packs or pieces, each with `inner` pieces where that is known. */
export const Pack = z.object({
  /** Null when it is unclear. */
  count: z.number().int().positive().nullable(),
  inner: z.number().int().positive().nullable(),
  /** Whether `count` counts packs, loose pieces, sets or pairs. */
  of: z.enum(['packs', 'pieces', 'sets', 'pairs']),
  state: z.enum(['agreed', 'stated', 'assumed_one', 'unclear']),
  reasons: z.array(PackReason).max(6),
})
export type Pack = z.infer<typeof Pack>

/** Properties that the words of two titles say, and that two equal products share. */
export const Trait = z.enum([
  'condition',
  'accessory',
  'generation',
  'year',
  'side',
  'edition',
  'name_number',
  'title_model',
  'measure',
  'audience',
  'format',
  'platform',
  'flavor',
  'plug',
  'bundle',
  'component',
  'wording',
])
export type Trait = z.infer<typeof Trait>

const rules = { direction: EvidenceDirection, source: z.literal('rules') }
const both = { parent: Text.nullable(), candidate: Text.nullable() }

/**
 * One reason of a verdict, with the values that its sentence needs. Stored as JSON with a correlation;
 * `describeEvidence` writes the sentence.
 */
export const Evidence = z.discriminatedUnion('kind', [
  /** The same ASIN in another marketplace. */
  z.object({
    kind: z.literal('asin'),
    ...rules,
    asin: Text,
    parent_in: MarketplaceCode,
    candidate_in: MarketplaceCode,
  }),
  /** Barcodes, as 14 digits. `shared` is empty when each side has some and none is the other's. */
  z.object({
    kind: z.literal('codes'),
    ...rules,
    shared: z.array(Text).max(5),
    parent_asin: Text,
    parent_in: MarketplaceCode,
    candidate_asin: Text,
    candidate_in: MarketplaceCode,
  }),
  z.object({ kind: z.literal('pack'), ...rules, parent: Pack, candidate: Pack }),
  z.object({ kind: z.literal('brand'), ...rules, ...both }),
  z.object({ kind: z.literal('model'), ...rules, ...both }),
  z.object({ kind: z.literal('part_number'), ...rules, ...both }),
  z.object({ kind: z.literal('color'), ...rules, ...both }),
  z.object({ kind: z.literal('size'), ...rules, ...both }),
  z.object({ kind: z.literal('category'), ...rules, ...both }),
  z.object({
    kind: z.literal('title'),
    ...rules,
    similarity_percent: Count.max(100),
    /** Titles in two languages never count against a pair. */
    is_one_language: z.boolean(),
  }),
  z.object({
    kind: z.literal('trait'),
    ...rules,
    trait: Trait,
    parent: z.array(Text).max(5),
    candidate: z.array(Text).max(5),
  }),
  /** Both are variations of this ASIN, or one is a variation of the other. */
  z.object({ kind: z.literal('parent'), ...rules, parent_asin: Text }),
  z.object({ kind: z.literal('past_parent'), ...rules, parent_asin: Text, until: Instant }),
  /** Bits of 64 in which the hashes of two product images differ. */
  z.object({ kind: z.literal('image'), ...rules, distance: Count.max(64) }),
  /** The source has no product to compare. */
  z.object({ kind: z.literal('record'), ...rules, asin: Text, state: z.enum(['parent', 'inaccessible', 'invalid']) }),
  /** Influencers' videos on the candidate's page. The source sees only some, so there may be more. */
  z.object({ kind: z.literal('influencer_videos'), ...rules, count: Count, is_at_least: z.boolean() }),
  z.object({ kind: z.literal('rank'), ...rules, rank: z.number().int().positive(), category: Text.nullable() }),
  /** What a language model said about a pair that the rules left open. */
  z.object({
    kind: z.literal('ai'),
    direction: EvidenceDirection,
    source: z.literal('ai'),
    model: Text,
    verdict: z.enum(['similar', 'unrelated']),
    reason: z.string().max(300),
  }),
])
export type Evidence = z.infer<typeof Evidence>

/** The verdict about a pair, and its reasons in the order in which people read them. */
export const Judgement = z.object({
  relation: JudgedRelation,
  /** How likely the two are one product, 0 to 100. */
  score: z.number().int().min(0).max(100),
  evidence: z.array(Evidence).max(40),
})
export type Judgement = z.infer<typeof Judgement>
