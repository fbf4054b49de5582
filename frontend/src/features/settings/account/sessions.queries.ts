import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { Session } from '#core/accounts/sessions.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { sessionName } from './session-words.ts'

export const sessionsQuery = () =>
  queryOptions({
    queryKey: queryKeys.sessions,
    queryFn: ({ signal }) => api(accountsContract.listSessions, { signal }),
    select: ({ items }) => items,
  })

/** Signs a browser or a side panel out. */
export function useEndSession() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Session) => api(accountsContract.endSession, { params: { id } }),
    onSuccess: (_ended, session) => showDone(`${sessionName(session)} is signed out`),
    onError: (error, session) => showFailure(`${sessionName(session)} was not signed out.`, error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
}
