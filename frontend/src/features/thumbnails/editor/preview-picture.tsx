import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { describeError } from '#core/http/describe-error.ts'
import type { RenderPreview } from '#core/thumbnails/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Skeleton } from '#ui/skeleton.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import { FindingsList, sentencesOf } from './findings.tsx'

type PreviewPictureProps = {
  draft: RenderPreview
  /** What the picture shows, for people who do not see it. */
  alt: string
  caption: ReactNode
  nameOf: (layerId: string | null) => string | null
  className?: string
}

/** One picture of a draft with what is wrong with it. */
export function PreviewPicture({ draft, alt, caption, nameOf, className }: PreviewPictureProps) {
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(thumbnailQueries.preview(draft))
  return (
    <figure className={cn('flex min-w-0 flex-col gap-2', className)}>
      {error ? (
        <div
          role="alert"
          className="flex aspect-video flex-col items-center justify-center gap-2 rounded-control border border-line bg-sunken p-3 text-center text-table text-failed"
        >
          {describeError(error).message}
          <Button size="small" isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      ) : data ? (
        <img
          src={data.image}
          alt={alt}
          width={1280}
          height={720}
          className={cn('h-auto w-full rounded-control border border-line', isPlaceholderData && 'opacity-60')}
        />
      ) : (
        <Skeleton className="aspect-video w-full" />
      )}
      <figcaption className="flex flex-col gap-1">
        <span className="text-table">{caption}</span>
        {data && !error && <FindingsList sentences={sentencesOf(data, nameOf)} isSmall />}
      </figcaption>
    </figure>
  )
}
