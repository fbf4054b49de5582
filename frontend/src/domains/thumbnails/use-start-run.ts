import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import type { CreateThumbnailRun } from '#core/thumbnails/schema.ts'
import { showFailure } from '#ui/toasts/notify.ts'

/** Renders many thumbnails in the background and opens the run. */
export function useStartRun() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: CreateThumbnailRun) => api(thumbnailsContract.createRun, { body }),
    onSuccess: (run) => {
      void queryClient.invalidateQueries({ queryKey: [...queryKeys.thumbnails, 'runs'] })
      void navigate(addresses.thumbnailRun(run.id))
    },
    onError: (error) => showFailure('No thumbnail was made.', error),
  })
}
