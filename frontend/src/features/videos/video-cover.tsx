import { Film, Play } from 'lucide-react'
import { useState } from 'react'
import { formatDuration } from '#core/format.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { cn } from '#ui/class-names.ts'
import { PlayerDialog } from './player-dialog.tsx'

/** The cover image; pressing it plays the video. */
export function VideoCover({ video, size }: { video: ListedVideo; size: 'large' | 'small' }) {
  const [isPlaying, setPlaying] = useState(false)
  const isLarge = size === 'large'
  const duration = isLarge && video.duration_seconds !== null ? formatDuration(video.duration_seconds) : undefined
  return (
    <>
      <button
        type="button"
        aria-label={duration ? `Play ${video.filename}, ${duration}` : `Play ${video.filename}`}
        onClick={() => setPlaying(true)}
        className={cn(
          'group relative flex shrink-0 items-center justify-center overflow-hidden bg-sunken text-faint',
          isLarge ? 'aspect-video w-full rounded-t-card' : 'h-11 w-18 rounded-control border border-line',
        )}
      >
        {video.poster_url ? (
          <img src={video.poster_url} alt="" loading="lazy" className="size-full object-contain" />
        ) : (
          <Film className={isLarge ? 'size-8' : 'size-5'} strokeWidth={1.5} aria-hidden="true" />
        )}
        <span
          className={cn(
            'absolute inset-0 m-auto flex items-center justify-center rounded-full bg-ink text-surface opacity-0 transition-opacity',
            'group-hover:opacity-100 group-focus-visible:opacity-100',
            isLarge ? 'size-11' : 'size-7',
          )}
        >
          <Play className={isLarge ? 'size-5' : 'size-3.5'} fill="currentColor" aria-hidden="true" />
        </span>
        {duration && (
          <span className="absolute right-2 bottom-2 rounded-control bg-ink px-1.5 text-meta text-surface tabular-nums">
            {duration}
          </span>
        )}
      </button>
      <PlayerDialog video={video} isOpen={isPlaying} onClose={() => setPlaying(false)} />
    </>
  )
}
