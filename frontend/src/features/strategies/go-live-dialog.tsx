import { useQuery } from '@tanstack/react-query'
import { Notice } from '#app/components/ui/notice.tsx'
import { ebaySettingsQuery } from '#app/domains/connections/ebay.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { formatMoney } from '#core/money.ts'
import { describeStrategy } from '#core/prices/describe-strategy.ts'
import type { Strategy, StrategyPreview } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { strategyQueries } from './strategies.queries.ts'
import { strategySentence } from './strategy-words.ts'

type GoLiveDialogProps = {
  strategy: Strategy
  isOpen: boolean
  onClose: () => void
  onGoLive: () => void
  isBusy: boolean
}

/** Says what going live does to real prices before it does. */
export function GoLiveDialog({ strategy, isOpen, onClose, onGoLive, isBusy }: GoLiveDialogProps) {
  const { data, error } = useQuery({
    ...strategyQueries.preview({ strategy_id: strategy.id }),
    enabled: isOpen,
    staleTime: 0,
  })
  const { data: settings } = useQuery({ ...ebaySettingsQuery(), enabled: isOpen })
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={`Let ${strategy.name} go live?`}>
      {data ? (
        <Words preview={data} strategy={strategy} />
      ) : error ? (
        <Notice tone="failed">{describeError(error).message}</Notice>
      ) : (
        <div role="status" aria-label="Loading what it would do">
          <Skeleton className="h-20" />
        </div>
      )}
      {settings?.reductions_paused && (
        <Notice tone="waiting" className="mt-3">
          All price drops are paused until you resume them.
        </Notice>
      )}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" onClick={onGoLive} isBusy={isBusy} disabled={!data}>
          Go live
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Words({ preview, strategy }: { preview: StrategyPreview; strategy: Strategy }) {
  const format = useFormat()
  const { first_round } = preview
  const off = first_round.taken_off
    .map(({ cents, currency }) => formatMoney(cents, currency, format.locale))
    .join(' and ')
  const resting = strategy.listing_count - first_round.listings
  return (
    <ul className="flex list-disc flex-col gap-1.5 pl-5">
      <li>
        {strategySentence(describeStrategy(strategy), {
          currency: null,
          locale: format.locale,
          timeZone: format.timeZone,
        })}
        .
      </li>
      {first_round.listings > 0 && first_round.first_cut_at ? (
        <>
          <li>
            <strong className="font-semibold">{format.count(first_round.listings, 'listing')}</strong> will be lowered
            on eBay automatically, down to the floor.
          </li>
          <li>The first price drop is on {format.instant(first_round.first_cut_at)}. Nothing is lowered before.</li>
          <li>The first round takes off {off} in total.</li>
        </>
      ) : (
        <li>Nothing will change yet: no eligible listing uses this strategy.</li>
      )}
      {resting > 0 && first_round.listings > 0 && (
        <li>
          {format.count(resting, 'listing that uses it is', 'listings that use it are')} left alone: switched off, or
          with a reason in the preview.
        </li>
      )}
      <li>Pause it, or all price drops, at any time. Each price drop can be undone in Price history.</li>
    </ul>
  )
}
