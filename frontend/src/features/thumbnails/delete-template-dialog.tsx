import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type DeleteTemplateDialogProps = {
  template: ThumbnailTemplate
  isOpen: boolean
  onClose: () => void
  onDeleted?: () => void
}

/** Deletes a template; its finished thumbnails stay. */
export function DeleteTemplateDialog({ template, isOpen, onClose, onDeleted }: DeleteTemplateDialogProps) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const { id, name, owner_name, thumbnails, is_active, version } = template
  const remove = useMutation({
    mutationFn: () => api(thumbnailTemplatesContract.remove, { params: { id } }),
    onSuccess: () => {
      showDone(`${name} deleted`)
      onDeleted?.()
    },
    onError: (error) => showFailure(`${name} was not deleted.`, error),
    onSettled: () => {
      onClose()
      return queryClient.invalidateQueries({ queryKey: queryKeys.thumbnails })
    },
  })
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${name}?`}
      action="Delete template"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {version > 1 ? `Its ${version} versions are deleted too. ` : ''}
      {thumbnails > 0 ? `${format.count(thumbnails, 'finished thumbnail stays', 'finished thumbnails stay')}. ` : ''}
      {is_active && `${owner_name} gets no new thumbnails until another template is active.`}
    </ConfirmDialog>
  )
}
