import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, EllipsisVertical, ListChecks, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { DeleteVideoDialog } from '#app/domains/videos/delete-video-dialog.tsx'
import { downloadVideo } from '#app/domains/videos/download-video.ts'
import { DubMenu } from '#app/domains/videos/dubs/dub-menu.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { videosContract } from '#core/videos/contract.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import type { VariantName, VideoVariant } from '#core/videos/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** The actions on a video. */
export function VideoActions({ video }: { video: ListedVideo }) {
  const queryClient = useQueryClient()
  const [isDeleting, setDeleting] = useState(false)
  const navigate = useNavigate()
  const choose = useMutation({
    mutationFn: () => api(videosContract.update, { params: { id: video.id }, body: { is_for_tasks: true } }),
    onSuccess: () => showDone(`Pending tasks now carry ${video.filename}`),
    onError: (error) => showFailure('The tasks keep the video they had.', error),
    onSettled: () =>
      Promise.all([queryKeys.videos, queryKeys.tasks].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  })
  return (
    <div className="flex shrink-0 items-center">
      <DubMenu video={video} />
      <DownloadMenu video={video} />
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="icon-small" aria-label={`More for ${video.filename}`}>
            <EllipsisVertical aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem onSelect={() => void navigate(addresses.newPost({ video_id: video.id }))}>
          <Send aria-hidden="true" /> Post…
        </MenuItem>
        {!video.is_for_tasks && video.product_id !== null && (
          <>
            <MenuItem onSelect={() => choose.mutate()}>
              <ListChecks aria-hidden="true" /> Use for tasks
            </MenuItem>
            <MenuSeparator />
          </>
        )}
        <MenuItem tone="danger" onSelect={() => setDeleting(true)}>
          <Trash2 aria-hidden="true" /> Delete…
        </MenuItem>
      </Menu>
      <DeleteVideoDialog video={video} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </div>
  )
}

function DownloadMenu({ video }: { video: ListedVideo }) {
  const download = useMutation({
    mutationFn: (variant: VariantName | undefined) => downloadVideo(video.id, variant),
    onError: (error) => showFailure(`${video.filename} could not be downloaded.`, error),
  })
  const ready = video.variants.filter(({ state }) => state === 'ready')
  const trigger = (
    <Button
      variant="quiet"
      size="icon-small"
      aria-label={`Download ${video.filename}`}
      isBusy={download.isPending}
      {...(ready.length === 0 && { onClick: () => download.mutate(undefined) })}
    >
      <Download aria-hidden="true" />
    </Button>
  )
  if (ready.length === 0) return trigger
  return (
    <Menu align="end" trigger={trigger}>
      <MenuItem onSelect={() => download.mutate(undefined)}>Original</MenuItem>
      {ready.map((variant) => (
        <MenuItem key={variant.id} onSelect={() => download.mutate(variant.id)}>
          {nameOf(variant)}
        </MenuItem>
      ))}
    </Menu>
  )
}

function nameOf({ language, profile }: VideoVariant): string {
  if (language !== null) return `${DUB_LANGUAGE_NAMES[language]} version`
  return profile === 'reel' ? 'Converted, as a reel' : 'Converted'
}
