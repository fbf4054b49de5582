import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ebayStatusQuery } from '#app/domains/connections/ebay.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { navigation } from '#app/lib/session.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { showDone, showFailure } from '#ui/notify.ts'

/** Everything a person can do to the workspace's eBay account. */
export function useEbay() {
  const queryClient = useQueryClient()
  const { queryKey } = ebayStatusQuery()
  const show = (status: EbayStatus) => queryClient.setQueryData(queryKey, status)

  const connect = useMutation({
    mutationFn: () => api(ebayContract.auth),
    onSuccess: ({ auth_url }) => navigation.assign(auth_url),
    onError: (error) => showFailure('eBay could not be reached.', error),
  })
  const test = useMutation({
    mutationFn: () => api(ebayContract.test),
    onSuccess: show,
    // A failure may have changed the state: a grant that was taken back is found out by using it.
    onError: () => void queryClient.invalidateQueries({ queryKey, exact: true }),
  })
  const disconnect = useMutation({
    mutationFn: () => api(ebayContract.disconnect),
    onSuccess: (status) => {
      show(status)
      test.reset()
      showDone('eBay is disconnected.', 'Price reductions are paused.')
      const changed = [queryKeys.ebaySettings, queryKeys.listings, queryKeys.ledger]
      return Promise.all(changed.map((key) => queryClient.invalidateQueries({ queryKey: key })))
    },
    onError: (error) => showFailure('eBay is still connected.', error),
  })
  return { connect, test, disconnect }
}
