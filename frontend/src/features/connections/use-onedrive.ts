import { useMutation, useQueryClient } from '@tanstack/react-query'
import { oneDriveQuery } from '#app/domains/connections/onedrive.queries.ts'
import { api } from '#app/lib/api.ts'
import { navigation } from '#app/lib/session.ts'
import { type OneDriveStatus, onedriveContract, type UpdateOneDrive } from '#core/connections/onedrive.ts'
import { showDone, showFailure } from '#ui/notify.ts'

/** Everything a person can do to the workspace's OneDrive. */
export function useOneDrive() {
  const queryClient = useQueryClient()
  const { queryKey } = oneDriveQuery()
  const show = (status: OneDriveStatus) => queryClient.setQueryData(queryKey, status)
  // A failure may have changed the state: a grant that was taken back is found out by using it.
  const askAgain = () => queryClient.invalidateQueries({ queryKey, exact: true })

  const connect = useMutation({
    mutationFn: () => api(onedriveContract.auth),
    onSuccess: ({ auth_url }) => navigation.assign(auth_url),
    onError: (error) => showFailure('Microsoft could not be reached.', error),
  })
  const update = useMutation({
    mutationFn: (change: UpdateOneDrive) => api(onedriveContract.update, { body: change }),
    onSuccess: show,
    onError: (error) => {
      showFailure('OneDrive was not changed.', error)
      void askAgain()
    },
  })
  const test = useMutation({
    mutationFn: () => api(onedriveContract.test),
    onSuccess: ({ quota: _, ...status }) => show(status),
    onError: () => void askAgain(),
  })
  const disconnect = useMutation({
    mutationFn: () => api(onedriveContract.disconnect),
    onSuccess: (status) => {
      show(status)
      test.reset()
      showDone('OneDrive is disconnected.')
    },
    onError: (error) => showFailure('OneDrive is still connected.', error),
  })
  return { connect, update, test, disconnect }
}
