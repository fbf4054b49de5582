import { RowsList } from '#app/components/data-table/rows-list.tsx'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { StepDots, StepRail } from './step-rail.tsx'
import { VideoActions } from './video-actions.tsx'
import { VideoCover } from './video-cover.tsx'
import { VideoName } from './video-name.tsx'

type VideoListProps = { videos: readonly ListedVideo[]; isStale: boolean }

/** Large cover images, every step written out. */
export function VideoGrid({ videos, isStale }: VideoListProps) {
  return (
    <RowsList
      label="Videos"
      isStale={isStale}
      className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-4"
    >
      {videos.map((video) => (
        <li key={video.id} className="flex min-w-0 flex-col rounded-card border border-line bg-surface">
          <VideoCover video={video} size="large" />
          <div className="flex flex-1 flex-col gap-3 p-4">
            <VideoName video={video} />
            <div className="border-t border-line pt-2">
              <StepRail video={video} />
            </div>
            <div className="-mr-2 -mb-2 mt-auto flex justify-end">
              <VideoActions video={video} />
            </div>
          </div>
        </li>
      ))}
    </RowsList>
  )
}

/** Many videos at once. */
export function VideoTable({ videos, isStale }: VideoListProps) {
  return (
    <RowsList label="Videos" isStale={isStale} className="divide-y divide-line border-y border-line">
      {videos.map((video) => (
        <li key={video.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
          <div className="flex min-w-0 flex-1 basis-64 items-center gap-3">
            <VideoCover video={video} size="small" />
            <VideoName video={video} />
          </div>
          <div className="flex basis-full items-center justify-between gap-4 lg:basis-auto">
            <div className="min-w-0 flex-1 lg:w-64 lg:flex-none">
              <StepDots video={video} />
            </div>
            <VideoActions video={video} />
          </div>
        </li>
      ))}
    </RowsList>
  )
}
