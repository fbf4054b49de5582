import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, CircleAlert, CircleDashed, Clock, LoaderCircle, Minus, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { Tooltip } from '#app/components/ui/tooltip.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { useMakeThumbnail } from '#app/domains/thumbnails/use-make-thumbnail.ts'
import { DubDialog } from '#app/domains/videos/dubs/dub-dialog.tsx'
import { api } from '#app/lib/api.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import type { TranscodeProfile } from '#core/videos/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import { type StepRetry, type StepStatus, stepsOf, type VideoStep } from './video-steps.ts'

/** Every step in a line of its own, with its reason and its next action. */
export function StepRail({ video }: { video: ListedVideo }) {
  return (
    <ol aria-label={`Steps of ${video.filename}`} className="flex flex-col">
      {stepsOf(video).map((step, index) => (
        <li key={step.name} className="flex min-h-7 items-start gap-2 text-table">
          <span className="relative mt-1.5 flex shrink-0 justify-center">
            {index > 0 && <span className="absolute -top-3 h-3 w-px bg-line" aria-hidden="true" />}
            <StepIcon step={step} />
          </span>
          <span className="mt-1 w-22 shrink-0">{step.name}</span>
          <span
            className={cn(
              'mt-1 min-w-0 flex-1 break-words tabular-nums',
              step.status === 'failed' ? 'text-failed' : 'text-muted',
            )}
          >
            {step.words}
          </span>
          {step.retry && <Retry video={video} step={step} retry={step.retry} />}
        </li>
      ))}
    </ol>
  )
}

/** The same steps as icons in one line; failed and waiting steps are written out below. */
export function StepDots({ video }: { video: ListedVideo }) {
  const steps = stepsOf(video)
  return (
    <div>
      <ol aria-label={`Steps of ${video.filename}`} className="flex items-center">
        {steps.map((step, index) => (
          <li key={step.name} className="flex items-center">
            {index > 0 && <span className="h-px w-2.5 bg-line-strong" aria-hidden="true" />}
            <Tooltip content={`${step.name}: ${step.words}`}>
              <span className="inline-flex size-6 items-center justify-center">
                <StepIcon step={step} />
                <span className="sr-only">{`${step.name}: ${step.words}`}</span>
              </span>
            </Tooltip>
          </li>
        ))}
      </ol>
      {steps.map(
        (step) =>
          (step.retry || step.status === 'waiting') && (
            <p key={step.name} className="mt-1 flex items-start gap-2 text-meta">
              <span className={cn('min-w-0 flex-1', step.retry ? 'text-failed' : 'text-muted')}>
                {step.name}: {step.words}
              </span>
              {step.retry && <Retry video={video} step={step} retry={step.retry} />}
            </p>
          ),
      )}
    </div>
  )
}

const ICONS = { done: Check, working: LoaderCircle, waiting: Clock, failed: CircleAlert, none: Minus } as const
const COLORS: Record<StepStatus, string> = {
  done: 'text-done',
  working: 'text-info',
  waiting: 'text-waiting',
  failed: 'text-failed',
  none: 'text-faint',
}

function StepIcon({ step: { name, status } }: { step: VideoStep }) {
  // People do the tasks, so the icon does not spin.
  const Icon = status === 'working' && name === 'On Amazon' ? CircleDashed : ICONS[status]
  const isTurning = Icon === LoaderCircle
  return (
    <Icon
      className={cn('size-4 shrink-0', COLORS[status], isTurning && 'motion-safe:animate-spin')}
      aria-hidden="true"
    />
  )
}

type RetryProps = { video: ListedVideo; step: VideoStep; retry: StepRetry }

function Retry({ video, step, retry }: RetryProps) {
  const [isAsking, setAsking] = useState(false)
  const transcode = useTranscode(video)
  const thumbnail = useMakeThumbnail(video.product_id ?? '', video.asin)
  function tryAgain() {
    if (retry.kind === 'dub') setAsking(true)
    else if (retry.kind === 'thumbnail') thumbnail.mutate()
    else transcode.mutate(retry.profile)
  }
  return (
    <>
      <Button
        size="small"
        aria-label={`Retry ${step.name} of ${video.filename}`}
        isBusy={transcode.isPending || thumbnail.isPending}
        onClick={tryAgain}
      >
        <RotateCcw aria-hidden="true" /> Retry
      </Button>
      {retry.kind === 'dub' && (
        <DubDialog videoId={video.id} language={retry.language} isOpen={isAsking} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

function useTranscode(video: ListedVideo) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (profile: TranscodeProfile) =>
      api(videosContract.transcode, { params: { id: video.id }, body: { profile } }),
    onError: (error) => showFailure(`${video.filename} was not tried again.`, error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.videos }),
  })
}
