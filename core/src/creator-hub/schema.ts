import { z } from 'zod'
import { MarketplaceCode } from '../marketplaces.ts'
import { isPlainSelector } from './selector-grammar.ts'

/** Pages of Creator Hub with a form: the older upload page, the one for all posts, and one video's own page. */
export const PageKind = z.enum(['upload', 'unified', 'edit'])
export type PageKind = z.infer<typeof PageKind>

/** What the panel fills in. */
export const TargetName = z.enum(['title', 'asin', 'file'])
export type TargetName = z.infer<typeof TargetName>

const MAX_SELECTOR_LENGTH = 300

/** A CSS selector of the small part of CSS that this data may use. */
export const Selector = z
  .string()
  .min(1)
  .max(MAX_SELECTOR_LENGTH)

  .refine(isPlainSelector, 'A selector names elements, ids, classes and attributes, nothing else.')

const Selectors = z.array(Selector).min(1).max(12)

/** One field of a page. The first selector that finds exactly one usable element wins. */
export const Target = z.strictObject({
  selectors: Selectors,
  /** The control that the person presses to make the field appear. Nothing but the person ever presses it. */
  opened_by: Selectors.optional(),
  /** The page's own count of the characters, such as `12/60`. */
  counter: Selectors.optional(),
})
export type Target = z.infer<typeof Target>

/** `/creatorhub/video/{id}`: plain segments, and `{id}` for exactly one. */
const PathTemplate = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[A-Za-z0-9][\w.-]*|\{id\}))+$/)

export const HubPage = z.strictObject({
  kind: PageKind,
  paths: z.array(PathTemplate).min(1).max(10),
  targets: z.partialRecord(TargetName, Target),
})
export type HubPage = z.infer<typeof HubPage>

/** Where the fields of Creator Hub are. Data only; the version says which of two is newer. */
export const SelectorData = z
  .strictObject({
    version: z.int().positive(),
    title_max_length: z.int().min(1).max(500),
    /** Fields inside of these are never filled in, such as the search of the shop. */
    never_inside: z.array(Selector).max(20),
    pages: z.array(HubPage).min(1).max(10),
  })
  .refine(({ pages }) => new Set(pages.map(({ kind }) => kind)).size === pages.length, 'A kind of page appears once.')
export type SelectorData = z.infer<typeof SelectorData>

/** The largest selector data that the extension reads, in bytes. */
export const MAX_SELECTOR_BYTES = 50_000

/** Selector data of the server: the exact text that was signed, and its Ed25519 signature in base64. */
export const SignedSelectors = z.object({
  selectors: z.string().max(MAX_SELECTOR_BYTES),
  signature: z.base64().length(88),
})
export type SignedSelectors = z.infer<typeof SignedSelectors>

/** The shape of a page that the selectors no longer match: no text, no person, no workspace. */
export const PageShape = z.strictObject({
  /** SHA-256 of the kinds of fields on the page, in hexadecimal. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  selector_version: z.int().positive().max(1_000_000_000),
  marketplace: MarketplaceCode,
  page: PageKind,
})
export type PageShape = z.infer<typeof PageShape>
