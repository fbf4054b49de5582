import { z } from 'zod'
import { givenName } from '../../text.ts'
import { Instant } from '../../time.ts'

/**
 * The automatic behavior of a status. People rename statuses, so an automation depends on the key and never on the
 * name.
 */
export const StatusAutomation = z.enum([
  'shipment_in_transit',
  'shipment_delivered',
  'video_made',
  'catalog_imported',
  'listed',
  'sold',
])
export type StatusAutomation = z.infer<typeof StatusAutomation>

/** `#RRGGBB`. */
export const Color = z.string().regex(/^#[0-9A-F]{6}$/i, 'A color is # and six hexadecimal digits, such as #3B82F6.')

/** The fields of every list entry. */
const entry = {
  id: z.uuid(),
  name: z.string(),
  /** Place in the list, from 1. */
  position: z.number().int(),
  /** Products keep the entry, but people can no longer choose it. */
  is_hidden: z.boolean(),
  updated_at: Instant,
  /** The number of products with this entry, Trash left out; present with `count=true`. */
  product_count: z.number().int().optional(),
}

export const CrmStatus = z.object({
  ...entry,
  color: Color,
  /** Products with this status still need work: they are in "Open items". */
  is_open: z.boolean(),
  automation: StatusAutomation.nullable(),
})
export type CrmStatus = z.infer<typeof CrmStatus>

/** The prefix of a video title, at most so many characters. */
export const TITLE_PREFIX_MAX_LENGTH = 30

/** A persona under whose name videos appear; not a login. */
export const CrmOwner = z.object({ ...entry, color: Color, email: z.string().nullable(), title_prefix: z.string() })
export type CrmOwner = z.infer<typeof CrmOwner>

export const CrmCollaborationType = z.object({ ...entry, color: Color })
export type CrmCollaborationType = z.infer<typeof CrmCollaborationType>

export const CrmContactSource = z.object({ ...entry, color: Color })
export type CrmContactSource = z.infer<typeof CrmContactSource>

/** Where the workspace sells or keeps a product; Amazon's marketplaces are another list. */
export const CrmMarketplace = z.object({
  ...entry,
  color: Color,
  /** Quick list offers the products of this sales channel for eBay. */
  has_quick_list: z.boolean(),
})
export type CrmMarketplace = z.infer<typeof CrmMarketplace>

export const CrmFieldKind = z.enum(['text', 'number', 'money', 'date', 'select', 'checkbox', 'url'])
export type CrmFieldKind = z.infer<typeof CrmFieldKind>

/** One option of a `select` field. Products store its id, so a new name appears everywhere. */
export const CrmFieldOption = z.object({ id: z.uuid(), name: givenName(60), color: Color })
export type CrmFieldOption = z.infer<typeof CrmFieldOption>

/**
 * A field that the workspace added to its products. Its kind never changes, because stored values would not match it.
 */
export const CrmField = z.object({ ...entry, kind: CrmFieldKind, options: z.array(CrmFieldOption) })
export type CrmField = z.infer<typeof CrmField>

/**
 * A custom field's value: text and URL as string, number as number, money as integer cents of the product's currency,
 * date as `2026-11-22`, select as the option's id, checkbox as boolean.
 */
export const CustomValue = z.union([z.string().min(1).max(4000), z.number(), z.boolean()])
export type CustomValue = z.infer<typeof CustomValue>

const Name = givenName(60, { tooLong: 'A name has at most 60 characters.' })

const created = { name: Name, color: Color.optional() }

const changed = {
  name: Name.optional(),
  color: Color.optional(),
  is_hidden: z.boolean().optional(),
  /** The new place of the entry; the others shift. */
  position: z.number().int().min(1).max(10_000).optional(),
}

const somethingOf = (changes: object) => Object.keys(changes).length > 0
const SAY_SOMETHING = 'Say at least one field to change.'

export const CreateCrmEntry = z.strictObject(created)
export type CreateCrmEntry = z.infer<typeof CreateCrmEntry>

export const UpdateCrmEntry = z.strictObject(changed).refine(somethingOf, SAY_SOMETHING)
export type UpdateCrmEntry = z.infer<typeof UpdateCrmEntry>

const status = {
  is_open: z.boolean().optional(),
  /** Taken from the status that had it, because a key moves products to one status. */
  automation: StatusAutomation.nullable().optional(),
}

export const CreateCrmStatus = z.strictObject({ ...created, ...status })
export type CreateCrmStatus = z.infer<typeof CreateCrmStatus>

export const UpdateCrmStatus = z.strictObject({ ...changed, ...status }).refine(somethingOf, SAY_SOMETHING)
export type UpdateCrmStatus = z.infer<typeof UpdateCrmStatus>

const owner = {
  email: z.email('Enter an email address, such as ana@example.com.').max(254).nullable().optional(),
  title_prefix: z.string().trim().max(TITLE_PREFIX_MAX_LENGTH).optional(),
}

export const CreateCrmOwner = z.strictObject({ ...created, ...owner })
export type CreateCrmOwner = z.infer<typeof CreateCrmOwner>

export const UpdateCrmOwner = z.strictObject({ ...changed, ...owner }).refine(somethingOf, SAY_SOMETHING)
export type UpdateCrmOwner = z.infer<typeof UpdateCrmOwner>

const marketplace = { has_quick_list: z.boolean().optional() }

export const CreateCrmMarketplace = z.strictObject({ ...created, ...marketplace })
export type CreateCrmMarketplace = z.infer<typeof CreateCrmMarketplace>

export const UpdateCrmMarketplace = z.strictObject({ ...changed, ...marketplace }).refine(somethingOf, SAY_SOMETHING)
export type UpdateCrmMarketplace = z.infer<typeof UpdateCrmMarketplace>

/** The options of a `select` field in their order. */
const Options = z
  .array(CrmFieldOption)
  .max(200)
  .refine((options) => isUnique(options.map(({ id }) => id)), 'An option is there twice.')
  .refine((options) => isUnique(options.map(({ name }) => name.toLowerCase())), 'Two options have the same name.')

const isUnique = (values: string[]) => new Set(values).size === values.length

export const CreateCrmField = z
  .strictObject({ name: Name, kind: CrmFieldKind, options: Options.optional() })
  .refine(({ kind, options }) => kind === 'select' || !options?.length, {
    path: ['options'],
    message: 'Only a field to choose from has options.',
  })
export type CreateCrmField = z.infer<typeof CreateCrmField>

const { color: _color, ...changedField } = changed

export const UpdateCrmField = z
  .strictObject({
    ...changedField,
    /** All options: a missing one is removed with the values that used it. */
    options: Options.optional(),
    /** The new option for the values of removed options, by the removed option's id. */
    moved_options: z.record(z.uuid(), z.uuid()).optional(),
  })
  .refine(somethingOf, SAY_SOMETHING)
  .refine(({ options, moved_options }) => !moved_options || options, {
    path: ['moved_options'],
    message: 'Values move when options are removed: say which options stay.',
  })
export type UpdateCrmField = z.infer<typeof UpdateCrmField>
