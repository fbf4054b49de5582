import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { formatCount } from '#core/format.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type DeleteVideoDialogProps = { video: ListedVideo; isOpen: boolean; onClose: () => void }

/** Lists everything that is deleted with the video, and asks for confirmation. */
export function DeleteVideoDialog({ video, isOpen, onClose }: DeleteVideoDialogProps) {
  const queryClient = useQueryClient()
  const [deletesFile, setDeletesFile] = useState(true)
  const { filename, source, tasks } = video
  const made = video.variants.filter(({ state }) => state === 'ready').length
  const remove = useMutation({
    mutationFn: () =>
      api(videosContract.remove, { params: { id: video.id }, query: { delete_file: String(deletesFile) } }),
    onSuccess: () => showDone(`${filename} deleted`),
    onError: (error) => showFailure(`${filename} was not deleted.`, error),
    onSettled: () => {
      onClose()
      return Promise.all(
        [queryKeys.videos, queryKeys.products, queryKeys.tasks].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${filename}?`}
      action="Delete video"
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <ul className="list-disc space-y-1 pl-5">
        {tasks.pending > 0 && (
          <li>
            {formatCount(tasks.pending, 'pending task')} will use another video of this product, or say “No video”
            without one.
          </li>
        )}
        {tasks.completed > 0 && (
          <li>{`${formatCount(tasks.completed, 'completed task')} ${tasks.completed === 1 ? 'stays' : 'stay'} completed.`}</li>
        )}
        {made > 0 && <li>{formatCount(made, 'file')} made from it (converted, dubbed) will be removed for good.</li>}
        {source === 'storage' ? (
          <li>The file is removed from our storage and cannot be brought back.</li>
        ) : (
          <li>
            {deletesFile
              ? 'The file moves to the OneDrive recycle bin. You can restore it there for a while.'
              : 'The file stays in OneDrive.'}
          </li>
        )}
      </ul>
      {source === 'onedrive' && (
        <div className="mt-4 text-ink">
          <Checkbox isChecked={deletesFile} onChange={setDeletesFile}>
            Also remove the file in OneDrive
          </Checkbox>
        </div>
      )}
    </ConfirmDialog>
  )
}
