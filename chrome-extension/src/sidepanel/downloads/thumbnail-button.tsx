import { Image } from 'lucide-react'
import { Button } from '#ui/button.tsx'
import { startDownload, useDownload } from './use-download.ts'

/** Downloads the thumbnail of a task. DownloadLine shows the result. `name` names the task. */
export function ThumbnailButton({ taskId, name }: { taskId: string; name: string }) {
  const choice = { task_id: taskId }
  const record = useDownload(choice)
  return (
    <Button
      variant="quiet"
      size="small"
      aria-label={`Download the thumbnail of ${name}`}
      isBusy={record?.state === 'starting' || record?.state === 'in_progress'}
      onClick={() => startDownload(choice)}
    >
      <Image aria-hidden="true" /> Thumbnail
    </Button>
  )
}
