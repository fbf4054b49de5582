import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebaySettingsContract, strategiesContract } from '#core/prices/contract.ts'

/** How the workspace's eBay account is; for owners and managers only. */
export const ebayStatusQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.connections, 'ebay'],
    queryFn: ({ signal }) => api(ebayContract.status, { signal }),
    staleTime: 30_000,
  })

/** Pause, vacation, time zone, fees and limits of the workspace. */
export const ebaySettingsQuery = () =>
  queryOptions({
    queryKey: queryKeys.ebaySettings,
    queryFn: ({ signal }) => api(ebaySettingsContract.get, { signal }),
  })

/** All strategies by name, with how many listings use each. */
export const strategiesQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.strategies, 'list'],
    queryFn: ({ signal }) => api(strategiesContract.list, { signal }),
    select: ({ items }) => items,
  })
