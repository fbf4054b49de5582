import { useQuery } from '@tanstack/react-query'
import { Download, Image } from 'lucide-react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { useMakeThumbnail } from '#app/domains/thumbnails/use-make-thumbnail.ts'
import { api } from '#app/lib/api.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Section } from './section.tsx'

/** Links to thumbnails work for 15 minutes. */
const LINK_STALE_MS = 10 * 60_000

/** The product's thumbnail, and the button that makes it. */
export function ThumbnailSection({ product }: { product: SourcedProduct }) {
  const { id, asin } = product
  const make = useMakeThumbnail(id, asin)
  const { data, isError } = useQuery({
    queryKey: [...queryKeys.thumbnails, 'of-product', id],
    queryFn: ({ signal }) => api(thumbnailsContract.find, { query: { product_id: id }, signal }),
    staleTime: LINK_STALE_MS,
  })
  const url = data?.url ?? null
  return (
    <Section
      title="Thumbnail"
      aside={
        <span className="flex gap-2">
          {url && (
            <a href={url} download={data?.filename} className={buttonStyle({ size: 'small' })}>
              <Download aria-hidden="true" /> Download
            </a>
          )}
          <Button size="small" isBusy={make.isPending} onClick={() => make.mutate()}>
            {url ? 'Make again' : 'Make thumbnail'}
          </Button>
        </span>
      }
    >
      {isError && !data && <p className="text-table text-muted">The thumbnail could not be loaded. It is safe.</p>}
      {!data && !isError && <Skeleton className="aspect-video w-full max-w-80" />}
      {url && <ImageBox url={url} fallback={Image} fit="cover" className="aspect-video w-full max-w-80" />}
      {data && !url && (
        <p className="text-table text-muted">
          Not made yet. It is drawn from the active template of the product's first owner.
        </p>
      )}
    </Section>
  )
}
