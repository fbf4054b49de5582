import { Notice } from '#app/components/ui/notice.tsx'
import { useStartRun } from '#app/domains/thumbnails/use-start-run.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Button } from '#ui/button.tsx'

/** Finished thumbnails of earlier versions and of other templates, and the button that makes them again. */
export function OutdatedNotice({ template }: { template: ThumbnailTemplate }) {
  const format = useFormat()
  const start = useStartRun()
  const { id, outdated } = template
  if (outdated === 0) return null
  return (
    <Notice tone="info" className="flex flex-wrap items-center justify-between gap-2">
      <span>
        {format.count(outdated, 'thumbnail was', 'thumbnails were')} made with an earlier version or another template.
      </span>
      <Button size="small" isBusy={start.isPending} onClick={() => start.mutate({ template_id: id })}>
        Update {format.count(outdated, 'thumbnail')}
      </Button>
    </Notice>
  )
}
