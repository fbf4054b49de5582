import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { ebaySettingsContract, strategiesContract } from '#core/prices/contract.ts'
import { connectionQuery } from './connection-query.ts'

/** The state of the workspace's eBay account. */
export const ebayStatusQuery = () => connectionQuery('ebay', (signal) => api(ebayContract.status, { signal }))

/** Pause, vacation, time zone, fees and limits of the workspace. */
export const ebaySettingsQuery = () =>
  queryOptions({
    queryKey: queryKeys.ebaySettings,
    queryFn: ({ signal }) => api(ebaySettingsContract.get, { signal }),
  })

/** All strategies by name, with the number of listings of each. */
export const strategiesQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.strategies, 'list'],
    queryFn: ({ signal }) => api(strategiesContract.list, { signal }),
    select: ({ items }) => items,
  })
