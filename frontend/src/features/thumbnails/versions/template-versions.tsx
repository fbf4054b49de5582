import { useQuery } from '@tanstack/react-query'
import { Image, RotateCcw } from 'lucide-react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import type { TemplatePart } from '#core/thumbnails/design.ts'
import type { TemplateVersion, ThumbnailTemplate } from '#core/thumbnails/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import { useChangeTemplate } from '../use-change-template.ts'

const PARTS: Record<TemplatePart, string> = {
  image: 'the image',
  placement_zone: "the product's zone",
  fit: "the product's size",
  background: 'the fill behind the product',
  removes_white_background: 'the removal of the white background',
  layers: 'the texts',
}

/** Every version of a template with what it changed; any of them can be restored. */
export function TemplateVersions({ template }: { template: ThumbnailTemplate }) {
  const { data, error, isFetching, refetch } = useQuery(thumbnailQueries.versions(template.id))
  const { restore, isPending } = useChangeTemplate(template)
  if (!data) {
    return error ? (
      <ErrorState
        title="The versions could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <div role="status" aria-label="Loading versions" className="flex flex-col gap-3 py-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    )
  }
  return (
    <ul aria-label="Versions" className="my-4 divide-y divide-line rounded-card border border-line bg-surface">
      {data.map((version) => (
        <li key={version.id} className="flex flex-wrap items-center gap-4 px-4 py-3">
          <ImageBox url={version.image_url} fallback={Image} fit="cover" className="aspect-video w-28" />
          <div className="min-w-0 flex-1 basis-56">
            <p className="flex items-center gap-2 font-medium">
              Version {version.version} {version.is_current && <Badge tone="done">Current</Badge>}
            </p>
            <p className="text-table text-muted">{changeWords(version)}</p>
            <p className="text-meta text-muted">
              <RelativeTime instant={version.created_at} />
              {version.created_by_name && ` · ${version.created_by_name}`}
            </p>
          </div>
          {!version.is_current && (
            <Button
              size="small"
              isBusy={isPending}
              aria-label={`Restore version ${version.version}`}
              onClick={() => restore(version.version)}
            >
              <RotateCcw aria-hidden="true" /> Restore
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function changeWords({ version, changed, restored_from }: TemplateVersion): string {
  if (restored_from !== null) return `Restored version ${restored_from}.`
  if (version === 1) return 'The first version.'
  return changed.length === 0 ? 'Nothing changed.' : `Changed ${listWords(changed.map((part) => PARTS[part]))}.`
}

const listWords = (words: readonly string[]) => new Intl.ListFormat('en-US').format(words)
