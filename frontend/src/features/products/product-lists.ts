import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import type {
  CrmCollaborationType,
  CrmContactSource,
  CrmField,
  CrmMarketplace,
  CrmOwner,
  CrmStatus,
} from '#core/products/lists/schema.ts'

/** An option: an entry of a list or an option of a field. */
export type Choice = { id: string; name: string; color: string | null; is_hidden: boolean }

/** The workspace's lists as the products page needs them; empty until they are loaded. */
export type ProductLists = {
  statuses: readonly CrmStatus[]
  owners: readonly CrmOwner[]
  collaborationTypes: readonly CrmCollaborationType[]
  contactSources: readonly CrmContactSource[]
  marketplaces: readonly CrmMarketplace[]
  fields: readonly CrmField[]
  /** Every entry and every option of a field by its id. */
  byId: ReadonlyMap<string, Choice>
}

/** All lists at once; the same object until one of them changes. */
export function useProductLists(): ProductLists {
  const [statuses, owners, collaborationTypes, contactSources, marketplaces, fields] = useQueries({
    queries: [
      crmListQueries.statuses(),
      crmListQueries.owners(),
      crmListQueries.collaborationTypes(),
      crmListQueries.contactSources(),
      crmListQueries.marketplaces(),
      crmListQueries.fields(),
    ],
  })
  const loaded = {
    statuses: statuses.data?.items ?? NONE,
    owners: owners.data?.items ?? NONE,
    collaborationTypes: collaborationTypes.data?.items ?? NONE,
    contactSources: contactSources.data?.items ?? NONE,
    marketplaces: marketplaces.data?.items ?? NONE,
    fields: fields.data?.items ?? NONE,
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists themselves are what the object is made of
  return useMemo(() => ({ ...loaded, byId: indexed(loaded) }), Object.values(loaded))
}

const NONE: readonly never[] = []

function indexed(lists: Omit<ProductLists, 'byId'>): ReadonlyMap<string, Choice> {
  const { fields, ...entries } = lists
  const options = fields.flatMap((field) => field.options.map((option) => ({ ...option, is_hidden: false })))
  return new Map([...Object.values(entries).flat(), ...options].map((entry) => [entry.id, entry]))
}

const DECISIONS: readonly Choice[] = [
  { id: 'sell', name: 'Sell', color: null, is_hidden: false },
  { id: 'keep', name: 'Keep', color: null, is_hidden: false },
]

/** The options of a field of products, `custom.<id>` included; null when the field has no list. */
export function choicesOf(field: string, lists: ProductLists): readonly Choice[] | null {
  switch (field) {
    case 'status_id':
      return lists.statuses
    case 'owners':
    case 'owner_id':
      return lists.owners
    case 'collaboration_type_id':
      return lists.collaborationTypes
    case 'contact_source_id':
      return lists.contactSources
    case 'marketplace_id':
      return lists.marketplaces
    case 'decision':
      return DECISIONS
  }
  const custom = lists.fields.find(({ id }) => field === `custom.${id}`)
  return custom?.kind === 'select' ? custom.options.map((option) => ({ ...option, is_hidden: false })) : null
}
