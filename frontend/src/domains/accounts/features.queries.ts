import { queryOptions } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'

/** The services that this server offers, by name. */
export const featuresQuery = () =>
  queryOptions({
    queryKey: ['config'],
    queryFn: ({ signal }) => api(accountsContract.config, { signal }),
    select: ({ features }) => features,
    staleTime: Number.POSITIVE_INFINITY,
  })
