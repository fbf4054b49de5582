import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Switch } from '#app/components/ui/switch.tsx'
import { api } from '#app/lib/api.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import { thumbnailQueries } from './thumbnails.queries.ts'

/** Whether thumbnails are made without being asked for; shown at once, restored when the API refuses. */
export function AutomaticSwitch() {
  const queryClient = useQueryClient()
  const { queryKey } = thumbnailQueries.settings()
  const { data } = useQuery(thumbnailQueries.settings())
  const change = useMutation({
    scope: { id: 'thumbnail-settings' },
    mutationFn: (is_automatic: boolean) => api(thumbnailsContract.updateSettings, { body: { is_automatic } }),
    onMutate: async (is_automatic) => {
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      queryClient.setQueryData(queryKey, { is_automatic })
      return { before }
    },
    onError: (error, _isOn, context) => {
      queryClient.setQueryData(queryKey, context?.before)
      showFailure('The setting was not changed.', error)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
  if (!data) return null
  return (
    <p className="flex items-center gap-3">
      <Switch
        label="Make thumbnails automatically"
        isOn={data.is_automatic}
        onChange={(isOn) => change.mutate(isOn)}
        aria-describedby="automatic-thumbnails"
      />
      <span id="automatic-thumbnails">
        Make thumbnails automatically
        <span className="block text-meta text-muted">
          When a product gets an owner, a task or its first image, its thumbnail is made from the owner's active
          template. A new active template makes the thumbnails that are missing.
        </span>
      </span>
    </p>
  )
}
