import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'

// Lists change rarely and every page of products needs them.
const STALE_MS = 5 * 60_000

/** The workspace's lists, each in its order and with hidden entries: `{items}`. */
export const crmListQueries = {
  statuses: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'statuses'],
      queryFn: ({ signal }) => api(crmListsContract.statuses.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
  owners: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'owners'],
      queryFn: ({ signal }) => api(crmListsContract.owners.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
  collaborationTypes: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'collaborationTypes'],
      queryFn: ({ signal }) => api(crmListsContract.collaborationTypes.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
  contactSources: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'contactSources'],
      queryFn: ({ signal }) => api(crmListsContract.contactSources.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
  marketplaces: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'marketplaces'],
      queryFn: ({ signal }) => api(crmListsContract.marketplaces.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
  fields: () =>
    queryOptions({
      queryKey: [...queryKeys.crmLists, 'fields'],
      queryFn: ({ signal }) => api(crmListsContract.fields.list, { query: {}, signal }),
      staleTime: STALE_MS,
    }),
}
