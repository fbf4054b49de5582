import { useQuery } from '@tanstack/react-query'
import { CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { Availability } from '#app/domains/correlations/availability.tsx'
import { correlationQueries } from '#app/domains/correlations/correlations.queries.ts'
import { EvidenceList } from '#app/domains/correlations/evidence-list.tsx'
import { RELATIONS } from '#app/domains/correlations/relations.ts'
import { marketplace } from '#core/marketplaces.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

/** "Why may I tag this": the evidence, the decision and the person who made it, for the audit. Not for uploaders. */
export function WhyButton({ task, name }: { task: InfluencerTask; name: string }) {
  const [isOpen, setOpen] = useState(false)
  const { data: me } = useQuery(meQuery())
  if (!me || me.role === 'uploader') return null
  return (
    <>
      <Button
        variant="quiet"
        size="icon-small"
        aria-label={`Why may I tag ${name}?`}
        title="Why may I tag this?"
        onClick={() => setOpen(true)}
      >
        <CircleHelp aria-hidden="true" />
      </Button>
      {isOpen && (
        <Dialog isOpen onClose={() => setOpen(false)} title={`Why may I tag ${task.asin}?`}>
          <Why task={task} />
        </Dialog>
      )}
    </>
  )
}

function Why({ task }: { task: InfluencerTask }) {
  if (task.asin === task.search_asin) {
    return (
      <p>
        {task.asin} is the product in the video itself. You upload it to {marketplace(task.marketplace).name}, one of
        your home marketplaces.
      </p>
    )
  }
  if (task.correlation_id === null) {
    return (
      <p>
        This task was created for {task.search_asin}, and the decision behind it is gone: the correlation was deleted.
        Check that the video shows {task.asin} before you tag it.
      </p>
    )
  }
  return <Decision correlationId={task.correlation_id} />
}

function Decision({ correlationId }: { correlationId: string }) {
  const { data, error, refetch, isFetching } = useQuery(correlationQueries.one(correlationId))
  if (error) {
    return (
      <ErrorState
        title="The reasons could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (!data) return <Skeleton className="h-40" />
  const { relation, decision, decided_at, decided_by_name, is_shown_in_video, shown_at, shown_by_name } = data
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2">
        <Badge>{RELATIONS[relation].label}</Badge>
        <span className="text-table text-muted">
          {data.similar_asin} for the video of {data.search_asin}
        </span>
      </p>
      <p className="text-table">
        {decision === 'accepted' && decided_at ? (
          <>
            {decided_by_name ?? 'A person'} accepted it <RelativeTime instant={decided_at} />.
          </>
        ) : (
          `The decision ${decision === 'declined' ? 'was changed to declined' : 'was taken back'}; the task stayed because someone had worked on it.`
        )}
        {is_shown_in_video && shown_at && (
          <>
            {' '}
            {shown_by_name ?? 'A person'} said <RelativeTime instant={shown_at} />: “I show this product in the video.”
          </>
        )}
      </p>
      <section aria-label="Amazon's rule" className="rounded-control bg-sunken p-3 text-table">
        Amazon allows a tag on products that the video shows and talks about. Tagging products that are merely similar
        is not allowed, and variations of one listing are linked automatically.
      </section>
      <EvidenceList evidence={data.evidence} />
      <Availability facts={data.facts} stated={data.marketplaces} />
    </div>
  )
}
