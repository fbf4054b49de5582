import { queryOptions } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'

/** What this server told the browser before sign-in. */
export const configQuery = () =>
  queryOptions({
    queryKey: ['config'],
    queryFn: ({ signal }) => api(accountsContract.config, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The services that this server offers, by name. */
export const featuresQuery = () => queryOptions({ ...configQuery(), select: ({ features }) => features })
