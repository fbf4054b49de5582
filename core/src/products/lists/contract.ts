import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { wholeListOf } from '../../http/list.ts'
import type { ProblemCode } from '../../http/problem.ts'
import { ProductOperation } from '../operations.ts'
import {
  CreateCrmEntry,
  CreateCrmField,
  CreateCrmMarketplace,
  CreateCrmOwner,
  CreateCrmStatus,
  CrmCollaborationType,
  CrmContactSource,
  CrmField,
  CrmMarketplace,
  CrmOwner,
  CrmStatus,
  UpdateCrmEntry,
  UpdateCrmField,
  UpdateCrmMarketplace,
  UpdateCrmOwner,
  UpdateCrmStatus,
} from './schema.ts'

/** `count=true` adds the number of products of each entry. */
export const CrmListQuery = z.strictObject({ count: z.stringbool().default(false) })
export type CrmListQuery = z.infer<typeof CrmListQuery>

/** The new entry for the products of a deleted entry: another entry of the same list, or none. */
export const DeleteCrmEntryQuery = z.strictObject({ move_to: z.union([z.uuid(), z.literal('none')]).optional() })
export type DeleteCrmEntryQuery = z.infer<typeof DeleteCrmEntryQuery>

export const DeletedCrmEntry = z.object({
  id: z.uuid(),
  /** How many products had the entry. */
  moved: z.number().int(),
  /** The change set of the entry and those products, for Undo. */
  change_set_id: z.uuid().nullable(),
  /** The operation that still moves products; the entry is deleted with the last of them. Null when it is deleted. */
  operation: ProductOperation.nullish(),
})
export type DeletedCrmEntry = z.infer<typeof DeletedCrmEntry>

const params = z.strictObject({ id: z.uuid() })

type Noun<Address, Item, Create, Update> = {
  /** After `/api/`. */
  address: Address
  /** As in a sentence: "a status", "statuses". */
  one: string
  many: string
  item: Item
  create: Create
  update: Update
  /** Further problems of changing and deleting, besides those of every list. */
  problems?: readonly ProblemCode[]
}

// The lists of a workspace differ in the fields of an entry, not in their operations.
const listContract = <
  Address extends `crm-${string}`,
  Item extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType,
>({
  address,
  one,
  many,
  item,
  create,
  update,
  problems = [],
}: Noun<Address, Item, Create, Update>) => ({
  list: defineContract({
    method: 'GET',
    path: `/api/${address}` as const,
    summary: `The ${many} of the workspace, in their order`,
    audience: 'user',
    query: CrmListQuery,
    response: wholeListOf(item),
    problems: [],
  }),
  create: defineContract({
    method: 'POST',
    path: `/api/${address}` as const,
    summary: `Add ${one} at the end`,
    audience: 'user',
    body: create,
    response: item,
    status: 201,
    problems: ['not_allowed', 'name_taken'],
    idempotent: true,
  }),
  update: defineContract({
    method: 'PATCH',
    path: `/api/${address}/:id` as const,
    summary: `Change or move ${one}`,
    audience: 'user',
    params,
    body: update,
    response: item,
    problems: ['not_allowed', 'entry_not_found', 'name_taken', ...problems],
    versioned: true,
  }),
  remove: defineContract({
    method: 'DELETE',
    path: `/api/${address}/:id` as const,
    summary: `Delete ${one} and choose its products' new entry`,
    audience: 'user',
    params,
    query: DeleteCrmEntryQuery,
    response: DeletedCrmEntry,
    problems: ['not_allowed', 'entry_not_found', 'entry_in_use', ...problems],
  }),
})

export const crmListsContract = {
  statuses: listContract({
    address: 'crm-statuses',
    one: 'a status',
    many: 'statuses',
    item: CrmStatus,
    create: CreateCrmStatus,
    update: UpdateCrmStatus,
    problems: ['last_status'],
  }),
  owners: listContract({
    address: 'crm-owners',
    one: 'an owner',
    many: 'owners',
    item: CrmOwner,
    create: CreateCrmOwner,
    update: UpdateCrmOwner,
  }),
  collaborationTypes: listContract({
    address: 'crm-collaboration-types',
    one: 'a collaboration type',
    many: 'collaboration types',
    item: CrmCollaborationType,
    create: CreateCrmEntry,
    update: UpdateCrmEntry,
  }),
  contactSources: listContract({
    address: 'crm-contact-sources',
    one: 'a contact source',
    many: 'contact sources',
    item: CrmContactSource,
    create: CreateCrmEntry,
    update: UpdateCrmEntry,
  }),
  marketplaces: listContract({
    address: 'crm-marketplaces',
    one: 'a sales channel',
    many: 'sales channels',
    item: CrmMarketplace,
    create: CreateCrmMarketplace,
    update: UpdateCrmMarketplace,
  }),
  fields: listContract({
    address: 'crm-fields',
    one: 'a custom field',
    many: 'custom fields',
    item: CrmField,
    create: CreateCrmField,
    update: UpdateCrmField,
  }),
}
export type CrmListName = keyof typeof crmListsContract
