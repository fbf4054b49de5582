import { useMutation, useQueryClient } from '@tanstack/react-query'
import { navigation } from '#app/lib/session.ts'
import type { ConnectionStatus } from '#core/connections/connection.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import type { ConnectionView } from './connection-view.ts'

/** The actions on the workspace's account at any provider. */
export function useConnection<Status extends ConnectionStatus, Test extends Status>(
  view: ConnectionView<Status, Test>,
) {
  const { name, vendor, query, affected, words } = view
  const queryClient = useQueryClient()
  const { queryKey } = query
  const show = (status: Status) => queryClient.setQueryData<Status>([...queryKey], status)

  const connect = useMutation({
    mutationFn: view.begin,
    onSuccess: ({ auth_url }) => navigation.assign(auth_url),
    onError: (error) => showFailure(`Could not reach ${vendor}.`, error),
  })
  const test = useMutation({
    mutationFn: view.test,
    onSuccess: show,
    // A failure may have changed the state: only using a grant shows that it was revoked.
    onError: () => void queryClient.invalidateQueries({ queryKey, exact: true }),
  })
  const disconnect = useMutation({
    mutationFn: view.disconnect,
    onSuccess: (status) => {
      show(status)
      test.reset()
      showDone(`${name} is disconnected.`, words.disconnected)
      return Promise.all(affected.map((key) => queryClient.invalidateQueries({ queryKey: key })))
    },
    onError: (error) => showFailure(`${name} is still connected.`, error),
  })
  return { connect, test, disconnect }
}
