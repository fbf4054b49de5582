import { formatBytes, formatDuration } from '#core/format.ts'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'

const NO_VIDEO_WORDS: Record<NonNullable<InfluencerTask['no_video_reason']>, string> = {
  not_uploaded: 'no video yet',
  video_deleted: 'the video was deleted',
}

/** The ASIN, and the video's size and length, or why there is none. */
export function VideoFacts({ group: { video, search_asin, tasks } }: { group: TaskGroup }) {
  const reason = tasks.find((task) => task.no_video_reason)?.no_video_reason ?? 'not_uploaded'
  return (
    <>
      <span className="tabular-nums">{search_asin}</span>
      {' · '}
      {video ? (
        <span className="tabular-nums">
          {video.duration_seconds !== null && `${formatDuration(video.duration_seconds)} · `}
          {formatBytes(video.file_size)}
        </span>
      ) : (
        <span className="text-waiting">{NO_VIDEO_WORDS[reason]}</span>
      )}
    </>
  )
}
