import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { SocialProvider } from '#core/connections/social.ts'
import { socialAccountsContract } from '#core/social/accounts/contract.ts'

/** The workspace's accounts on social networks, with their health; for owners and managers only. */
export const socialAccountsQuery = () =>
  queryOptions({
    queryKey: [...queryKeys.socialAccounts, 'list'],
    queryFn: ({ signal }) => api(socialAccountsContract.list, { signal }),
    select: ({ items }) => items,
    staleTime: 30_000,
  })

/** What the sign-ins of one network reach. */
export const availableAccountsQuery = (provider: SocialProvider) =>
  queryOptions({
    queryKey: [...queryKeys.socialAccounts, 'available', provider],
    queryFn: ({ signal }) => api(socialAccountsContract.available, { query: { provider }, signal }),
    select: ({ items }) => items,
  })
