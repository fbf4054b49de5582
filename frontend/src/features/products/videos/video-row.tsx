import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, Film, ListChecks, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { DeleteVideoDialog } from '#app/domains/videos/delete-video-dialog.tsx'
import { downloadVideo } from '#app/domains/videos/download-video.ts'
import { DubList } from '#app/domains/videos/dubs/dub-list.tsx'
import { DubMenu } from '#app/domains/videos/dubs/dub-menu.tsx'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatBytes, formatDuration } from '#core/format.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** One stored video: download it, choose it for the tasks, delete it. */
export function VideoRow({ video, isOnly }: { video: ListedVideo; isOnly: boolean }) {
  const queryClient = useQueryClient()
  const format = useFormat()
  const [isDeleting, setDeleting] = useState(false)
  const refresh = () =>
    Promise.all(
      [queryKeys.videos, queryKeys.products, queryKeys.tasks].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    )
  const download = useMutation({
    mutationFn: () => downloadVideo(video.id),
    onError: (error) => showFailure(`${video.filename} could not be downloaded.`, error),
  })
  const choose = useMutation({
    mutationFn: () => api(videosContract.update, { params: { id: video.id }, body: { is_for_tasks: true } }),
    onSuccess: () => showDone(`Pending tasks now carry ${video.filename}`),
    onError: (error) => showFailure('The tasks keep the video they had.', error),
    onSettled: refresh,
  })

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <Film className="size-5 shrink-0 text-muted" strokeWidth={1.75} aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium" title={video.filename}>
            {video.filename}
          </span>
          {video.is_for_tasks && !isOnly && <Badge tone="info">Used by tasks</Badge>}
        </p>
        <p className="text-meta text-muted tabular-nums">
          {formatBytes(video.file_size, format.locale)}
          {video.duration_seconds !== null && ` · ${formatDuration(video.duration_seconds)}`} · uploaded{' '}
          <RelativeTime instant={video.created_at} />
        </p>
      </div>
      <div className="ml-auto flex items-center gap-1">
        {!video.is_for_tasks && (
          <Button variant="quiet" size="small" onClick={() => choose.mutate()} isBusy={choose.isPending}>
            <ListChecks aria-hidden="true" /> Use for tasks
          </Button>
        )}
        <Button variant="quiet" size="small" onClick={() => download.mutate()} isBusy={download.isPending}>
          <Download aria-hidden="true" /> Download
        </Button>
        <DubMenu video={video} />
        <Button
          variant="quiet"
          size="icon-small"
          aria-label={`Delete ${video.filename}`}
          onClick={() => setDeleting(true)}
        >
          <Trash2 aria-hidden="true" />
        </Button>
      </div>
      <DubList video={video} />
      <DeleteVideoDialog video={video} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </li>
  )
}
