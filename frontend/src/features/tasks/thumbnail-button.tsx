import { useMutation } from '@tanstack/react-query'
import { Image } from 'lucide-react'
import { api } from '#app/lib/api.ts'
import { saveLink } from '#app/lib/save-link.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { Button } from '#ui/button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'

/** Downloads the thumbnail of a task by a fresh link, because links are short-lived; absent while there is none. */
export function ThumbnailButton({ task, name }: { task: InfluencerTask; name: string }) {
  const download = useMutation({
    mutationFn: () => api(thumbnailsContract.find, { query: { task_id: task.id } }),
    onSuccess: ({ url, filename }) =>
      url === null ? showFailure(`${name} has no thumbnail any more.`) : saveLink(url, filename),
    onError: (error) => showFailure(`The thumbnail of ${name} was not downloaded.`, error),
  })
  if (task.thumbnail_url === null) return null
  return (
    <Button
      variant="quiet"
      size="small"
      aria-label={`Download the thumbnail of ${name}`}
      isBusy={download.isPending}
      onClick={() => download.mutate()}
    >
      <Image aria-hidden="true" /> <span className="hidden lg:inline">Thumbnail</span>
    </Button>
  )
}
