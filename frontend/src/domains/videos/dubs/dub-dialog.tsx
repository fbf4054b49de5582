import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { dubEstimateQuery, useOrderDub } from '#app/domains/videos/dubs/dubs.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatDuration } from '#core/format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { DUB_LANGUAGE_NAMES, type DubEstimate } from '#core/videos/dubs/estimate.ts'
import type { DubLanguage } from '#core/videos/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type DubDialogProps = { videoId: string; language: DubLanguage; isOpen: boolean; onClose: () => void }

/** Shows the price of a dub before anything is spent. */
export function DubDialog({ videoId, language, isOpen, onClose }: DubDialogProps) {
  const name = DUB_LANGUAGE_NAMES[language]
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={`Dub to ${name}`}>
      {isOpen && <Offer videoId={videoId} language={language} onClose={onClose} />}
    </Dialog>
  )
}

function Offer({ videoId, language, onClose }: Omit<DubDialogProps, 'isOpen'>) {
  const { data: estimate, error, isError, isFetching, refetch } = useQuery(dubEstimateQuery(videoId, language))
  const [key] = useState(() => crypto.randomUUID())
  const order = useOrderDub(videoId, language, onClose)
  const failure = order.error ?? (isError ? error : null)
  return (
    <>
      {!estimate && !isError && <Skeleton className="h-10" />}
      {estimate && !isError && <EstimateWords estimate={estimate} />}
      {failure && (
        <Notice tone="failed" className="mt-3">
          {describeError(failure).message}
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        {isError ? (
          <Button onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        ) : (
          <Button
            variant="primary"
            disabled={!estimate || isFetching}
            isBusy={order.isPending}
            onClick={() => estimate && order.mutate({ credits: estimate.estimated_credits, key })}
          >
            {estimate && !estimate.needs_confirmation ? 'Continue' : `Dub to ${DUB_LANGUAGE_NAMES[language]}`}
          </Button>
        )}
      </DialogActions>
    </>
  )
}

function EstimateWords({ estimate }: { estimate: DubEstimate }) {
  const { locale } = useFormat()
  const number = new Intl.NumberFormat(locale)
  const name = DUB_LANGUAGE_NAMES[estimate.language]
  if (!estimate.needs_confirmation) {
    return <p>This dub is ordered and paid for already. Continuing costs nothing.</p>
  }
  return (
    <>
      <p className="font-medium tabular-nums">
        {name}: {formatDuration(estimate.seconds)}, about {number.format(estimate.estimated_credits)} credits
      </p>
      <p className="mt-1 text-muted">
        Taken from the ElevenLabs account, at {number.format(estimate.credits_per_minute)} credits per minute.
        ElevenLabs gets the video from a link that ends after two hours.
      </p>
    </>
  )
}
