import { Download } from 'lucide-react'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import { Button } from '#ui/button.tsx'
import type { VideoChoice } from '../../storage/items.ts'
import { startDownload, useDownload } from './use-download.ts'

/** The primary button of a video. DownloadLine shows the result. */
export function DownloadButton({ choice }: { choice: VideoChoice }) {
  const record = useDownload(choice)
  const isUnderWay = record?.state === 'starting' || record?.state === 'in_progress'
  const isDone = record?.state === 'complete'
  const what = choice.language === null ? 'video' : `${DUB_LANGUAGE_NAMES[choice.language]} version`
  return (
    <Button
      data-download={choice.language === null ? true : undefined}
      variant={isDone || choice.language !== null ? 'secondary' : 'primary'}
      size="small"
      isBusy={isUnderWay}
      onClick={() => startDownload(choice)}
    >
      <Download aria-hidden="true" /> {isDone && choice.language === null ? 'Download again' : `Download ${what}`}
    </Button>
  )
}
