import { Download } from 'lucide-react'
import type { TaskVideo } from '#core/tasks/schema.ts'
import { Button } from '../ui/button.tsx'
import { startDownload, useDownload } from './use-download.ts'

/** The one thing to do first with a video. What becomes of it is told by DownloadLine. */
export function DownloadButton({ video }: { video: TaskVideo }) {
  const record = useDownload(video.id)
  const isUnderWay = record?.state === 'starting' || record?.state === 'in_progress'
  const isDone = record?.state === 'complete'
  return (
    <Button
      data-download
      variant={isDone ? 'secondary' : 'primary'}
      size="small"
      isBusy={isUnderWay}
      onClick={() => startDownload(video.id)}
    >
      <Download aria-hidden="true" /> {isDone ? 'Download again' : 'Download video'}
    </Button>
  )
}
