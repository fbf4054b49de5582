import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { videoLibraryQueries } from './videos.queries.ts'

type PlayerDialogProps = { video: ListedVideo; isOpen: boolean; onClose: () => void }

/** Plays the converted file where there is one, because every browser can; otherwise the original. */
export function PlayerDialog({ video, isOpen, onClose }: PlayerDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={video.filename} size="large">
      {isOpen && <Player video={video} />}
    </Dialog>
  )
}

function Player({ video }: { video: ListedVideo }) {
  const isConverted = video.variants.some(({ profile, state }) => profile === 'standard' && state === 'ready')
  const { data, error, isError, isFetching, refetch } = useQuery(
    videoLibraryQueries.playing(video.id, isConverted ? 'transcode:standard' : undefined),
  )
  const [hasFailed, setFailed] = useState(false)
  if (isError) {
    return (
      <ErrorState
        title="The video could not be opened"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (!data) return <Skeleton className="aspect-video" />
  if (hasFailed) {
    return (
      <Notice tone="failed">
        <p>This browser could not play the video. Download it to watch it, or try again.</p>
        <Button
          size="small"
          className="mt-2"
          onClick={() => {
            setFailed(false)
            void refetch()
          }}
        >
          Try again
        </Button>
      </Notice>
    )
  }
  return (
    <video
      controls
      autoPlay
      playsInline
      src={data.url}
      {...(video.poster_url && { poster: video.poster_url })}
      onError={() => setFailed(true)}
      className="max-h-[60dvh] w-full rounded-control bg-sunken"
    />
  )
}
