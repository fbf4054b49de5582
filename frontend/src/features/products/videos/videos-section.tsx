import { useQuery } from '@tanstack/react-query'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { UploadRow } from '#app/domains/videos/uploads/manager/upload-row.tsx'
import { useUploads } from '#app/domains/videos/uploads/use-uploads.ts'
import { Section } from '#app/features/products/product/section.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { DropZone } from './drop-zone.tsx'
import { VideoRow } from './video-row.tsx'
import { videoQueries } from './videos.queries.ts'

/** The product's videos, and an upload. */
export function VideosSection({ product }: { product: SourcedProduct }) {
  const { data, error, isError, isFetching, refetch } = useQuery(videoQueries.ofProduct(product.id))
  // Saved videos are in the list above already.
  const uploads = useUploads().filter((upload) => upload.product_id === product.id && upload.state !== 'saved')
  const videos = data?.items ?? []

  return (
    <Section title="Videos">
      {isError && !data && (
        <ErrorState
          title="The videos could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !isError && <Skeleton className="mb-2 h-14" />}
      <UnreadableRows of={data} className="mb-3" />
      {videos.length > 0 && (
        <ul className="mb-3 divide-y divide-line rounded-card border border-line">
          {videos.map((video) => (
            <VideoRow key={video.id} video={video} isOnly={videos.length === 1} />
          ))}
        </ul>
      )}
      {uploads.length > 0 && (
        <ul className="mb-3 divide-y divide-line rounded-card border border-line px-3">
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
        </ul>
      )}
      <DropZone product={product} isFirst={videos.length === 0} />
    </Section>
  )
}
