import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { Contract, Output } from '#core/http/contract.ts'
import {
  type CrmListName,
  crmListsContract,
  type DeleteCrmEntryQuery,
  type DeletedCrmEntry,
} from '#core/products/lists/contract.ts'

type Lists = typeof crmListsContract
export type EntryOf<Name extends CrmListName> = Output<Lists[Name]['create']>
export type NewEntryOf<Name extends CrmListName> = z.input<Lists[Name]['create']['body']>
export type ChangesOf<Name extends CrmListName> = z.input<Lists[Name]['update']['body']>
/** The fields that entries of every list have. */
export type AnyEntry = EntryOf<CrmListName>
export type Entries<Name extends CrmListName> = { items: EntryOf<Name>[] }

// safe: which contract it is decides what goes in and comes out, and the client parses the answer by it; the six
// functions below give each list its own types back
const call = api as (contract: Contract, input: object) => Promise<unknown>

/** A list with hidden entries, and how many products have each entry. */
export const entriesQuery = <Name extends CrmListName>(name: Name) =>
  queryOptions({
    queryKey: [...queryKeys.crmLists, name, 'counted'],
    queryFn: async ({ signal }) =>
      (await call(crmListsContract[name].list, { query: { count: 'true' }, signal })) as Entries<Name>, // safe: see call
  })

/** Adds an entry at the end. Throws `ApiError` `name_taken`. */
export const addEntry = async <Name extends CrmListName>(name: Name, entry: NewEntryOf<Name>) =>
  (await call(crmListsContract[name].create, { body: entry })) as EntryOf<Name> // safe: see call

/** Changes an entry whose version is still `updated_at`. Throws `ApiError` `row_changed`, `name_taken`, … */
export const changeEntry = async <Name extends CrmListName>(
  name: Name,
  { id, updated_at }: Pick<AnyEntry, 'id' | 'updated_at'>,
  changes: ChangesOf<Name>,
) => {
  const input = { params: { id }, body: changes, ifMatch: updated_at }
  return (await call(crmListsContract[name].update, input)) as EntryOf<Name> // safe: see call
}

/** Deletes an entry after its products got the entry `move_to`. Throws `ApiError` `entry_in_use`, `last_status`. */
export const deleteEntry = async (name: CrmListName, id: string, query: DeleteCrmEntryQuery) =>
  (await call(crmListsContract[name].remove, { params: { id }, query })) as DeletedCrmEntry // safe: see call
