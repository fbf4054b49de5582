import { Download } from 'lucide-react'
import type { TaskVideo } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { startDownload, useDownload } from './use-download.ts'

/** Download in a row of the list; `name` names the video. */
export function DownloadIcon({ video, name }: { video: TaskVideo; name: string }) {
  const choice = { video_id: video.id, language: null }
  const record = useDownload(choice)
  return (
    <Button
      data-download
      variant="quiet"
      size="icon"
      aria-label={`Download the video of ${name}`}
      title="Download video"
      isBusy={record?.state === 'starting' || record?.state === 'in_progress'}
      onClick={() => startDownload(choice)}
    >
      <Download aria-hidden="true" />
    </Button>
  )
}
