import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatBytes } from '#core/format.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { Badge } from '#ui/badge.tsx'

/** The product and the file name of a video; links to the product. */
export function VideoName({ video }: { video: ListedVideo }) {
  const { locale } = useFormat()
  const title = video.product_title ?? video.asin
  return (
    <div className="min-w-0 flex-1">
      <p className="flex items-center gap-2">
        {video.product_id === null ? (
          <span className="truncate font-medium">{title}</span>
        ) : (
          <Link
            to={addresses.product(video.product_id)}
            data-row-link
            title={title}
            className="truncate font-medium hover:underline"
          >
            {title}
          </Link>
        )}
        {video.is_for_tasks && <Badge tone="info">Used by tasks</Badge>}
      </p>
      <p className="truncate text-meta text-muted tabular-nums" title={video.filename}>
        {video.asin} · {video.filename}
      </p>
      <p className="text-meta text-muted tabular-nums">
        {formatBytes(video.file_size, locale)} · uploaded <RelativeTime instant={video.created_at} />
      </p>
    </div>
  )
}
