import { useMutation, useQueryClient } from '@tanstack/react-query'
import { oneDriveQuery } from '#app/domains/connections/onedrive.queries.ts'
import { api } from '#app/lib/api.ts'
import { onedriveContract, type UpdateOneDrive } from '#core/connections/onedrive.ts'
import { showFailure } from '#ui/toasts/notify.ts'

/** Chooses the folder for new videos, or whether new videos go to OneDrive. */
export function useUpdateOneDrive() {
  const queryClient = useQueryClient()
  const { queryKey } = oneDriveQuery()
  return useMutation({
    mutationFn: (change: UpdateOneDrive) => api(onedriveContract.update, { body: change }),
    onSuccess: (status) => queryClient.setQueryData(queryKey, status),
    onError: (error) => {
      showFailure('OneDrive was not changed.', error)
      // A failure may have changed the state: only using a grant shows that it was revoked.
      void queryClient.invalidateQueries({ queryKey, exact: true })
    },
  })
}
