import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** Makes a template the owner's active one, or restores a version of it. */
export function useChangeTemplate({ id, name }: Pick<ThumbnailTemplate, 'id' | 'name'>) {
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: (body: { is_active: true } | { restore_version: number }) =>
      api(thumbnailTemplatesContract.update, { params: { id }, body }),
    onSuccess: (saved, body) =>
      'is_active' in body
        ? showDone(`${name} is active`, `New thumbnails of ${saved.owner_name} use it.`)
        : showDone(`Version ${body.restore_version} restored`, `It is version ${saved.version} of ${name}.`),
    onError: (error) => showFailure(`${name} was not changed.`, error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.thumbnails }),
  })
  return {
    isPending,
    activate: () => mutate({ is_active: true }),
    restore: (version: number) => mutate({ restore_version: version }),
  }
}
