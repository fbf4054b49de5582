import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { UpdateMe } from '#core/accounts/schema.ts'

export const meQuery = () =>
  queryOptions({
    queryKey: queryKeys.me,
    queryFn: ({ signal }) => api(accountsContract.me, { signal }),
    staleTime: 5 * 60_000,
  })

/** Throws `ApiError` `invalid_input` when a field is wrong. */
export const updateMe = (changes: UpdateMe) => api(accountsContract.updateMe, { body: changes })
