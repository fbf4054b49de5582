import { useQuery } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { inboxContract } from '#core/social/inbox/contract.ts'
import { READ_AGAIN_MS } from './inbox.queries.ts'

/**
 * Asks the server to read Instagram when the inbox opens, and each minute while it is on screen: a webhook may never
 * come. The messages arrive with the lists, which are looked at in any case.
 */
export function useReadInbox(isOn: boolean): void {
  useQuery({
    queryKey: [...queryKeys.inboxReading],
    queryFn: ({ signal }) => api(inboxContract.refresh, { signal }),
    enabled: isOn,
    refetchInterval: READ_AGAIN_MS,
    retry: false,
  })
}
