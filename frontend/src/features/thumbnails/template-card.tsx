import { Image } from 'lucide-react'
import { Link } from 'react-router'
import { useStartRun } from '#app/domains/thumbnails/use-start-run.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import { boxStyle } from './editor/box-style.ts'
import { useChangeTemplate } from './use-change-template.ts'

/** A template with its zones, whether it is used, and what was made with it. */
export function TemplateCard({ template }: { template: ThumbnailTemplate }) {
  const format = useFormat()
  const { activate, isPending } = useChangeTemplate(template)
  const start = useStartRun()
  const { id, name, is_active, version, thumbnails, outdated, image_url, placement_zone, layers } = template
  return (
    <li className="relative flex flex-col overflow-hidden rounded-card border border-line bg-surface hover:border-line-strong">
      <span className="relative block">
        <ImageBox url={image_url} fallback={Image} fit="cover" className="aspect-video w-full" />
        {[placement_zone, ...layers.map(({ zone }) => zone)].map((zone, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of the zones is the only thing that tells them apart
            key={index}
            aria-hidden="true"
            className="absolute border border-dashed border-[#fffc] shadow-[0_0_0_1px_rgb(0_0_0/0.45)]"
            style={boxStyle(zone)}
          />
        ))}
      </span>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <p className="flex items-center gap-2">
          <Link
            to={addresses.thumbnailTemplate(id)}
            data-row-link
            className="min-w-0 truncate font-medium after:absolute after:inset-0 after:content-['']"
          >
            {name}
          </Link>
          {is_active && <Badge tone="done">Active</Badge>}
        </p>
        <p className="text-table text-muted">
          Version {version} · {thumbnails === 0 ? 'no thumbnails yet' : format.count(thumbnails, 'thumbnail')}
          {outdated > 0 && `, ${outdated} to update`}
        </p>
        {(!is_active || outdated > 0) && (
          <p className="relative mt-auto flex flex-wrap gap-2">
            {!is_active && (
              <Button size="small" isBusy={isPending} aria-label={`Make ${name} active`} onClick={activate}>
                Make active
              </Button>
            )}
            {outdated > 0 && (
              <Button size="small" isBusy={start.isPending} onClick={() => start.mutate({ template_id: id })}>
                Update {format.count(outdated, 'thumbnail')}
              </Button>
            )}
          </p>
        )}
      </div>
    </li>
  )
}
