import { ArrowRight, Image } from 'lucide-react'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import type { ThumbnailRunItem } from '#core/thumbnails/schema.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import { ImageBox } from '#ui/image-box.tsx'

const STATES: Record<ThumbnailRunItem['state'], { words: string; tone: Tone }> = {
  waiting: { words: 'Waiting', tone: 'waiting' },
  made: { words: 'Made', tone: 'done' },
  unchanged: { words: 'Unchanged', tone: 'neutral' },
  failed: { words: 'Failed', tone: 'failed' },
}

/** One thumbnail of a run: before, after, and what to know about it. */
export function RunItemCard({ item }: { item: ThumbnailRunItem }) {
  const { words, tone } = STATES[item.state]
  return (
    <li
      aria-label={item.asin}
      className="flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-3"
    >
      <span className="flex items-center gap-2">
        <Picture url={item.before_url} label="Before" />
        <ArrowRight className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <Picture url={item.after_url} label="After" />
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          {item.product_id ? (
            <Link to={addresses.product(item.product_id)} className="font-medium underline-offset-2 hover:underline">
              {item.asin}
            </Link>
          ) : (
            <span className="font-medium">{item.asin}</span>
          )}
          <Badge tone={tone}>{words}</Badge>
        </p>
        {item.title && <p className="truncate text-table text-muted">{item.title}</p>}
        {item.error && <p className="text-table text-failed">{item.error}</p>}
        {item.warnings.map(({ message }) => (
          <p key={message} className="text-table text-waiting">
            {message}
          </p>
        ))}
      </div>
    </li>
  )
}

const Picture = ({ url, label }: { url: string | null; label: string }) => (
  <span className="flex flex-col gap-0.5">
    <ImageBox url={url} fallback={Image} fit="cover" className="aspect-video w-32" />
    <span className="text-meta text-muted">{label}</span>
  </span>
)
