import { useQuery } from '@tanstack/react-query'
import { Notice } from '#app/components/ui/notice.tsx'
import { listingQueries } from '#app/features/listings/listings.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { Button } from '#ui/button.tsx'
import { useCarryOver } from './use-carry-over.ts'

/** Asks once for all relisted items whether the settings of the ended listings come along. */
export function RelistedNotice({ onShow }: { onShow: () => void }) {
  const { data: counts } = useQuery(listingQueries.counts())
  const format = useFormat()
  const carryOver = useCarryOver()
  const relisted = counts?.relisted ?? 0
  if (relisted === 0) return null
  const answer = (isWanted: boolean) => () => carryOver.mutate({ ids: 'all', isWanted })
  return (
    <Notice tone="info" className="flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <span>
        {format.count(relisted, 'listing')} {relisted === 1 ? 'was' : 'were'} relisted on eBay. Carry over floor,
        strategy and switch?
      </span>
      <span className="flex flex-wrap gap-2">
        <Button size="small" variant="quiet" className="max-md:h-11" onClick={onShow}>
          Show {relisted === 1 ? 'it' : 'them'}
        </Button>
        <Button size="small" className="max-md:h-11" onClick={answer(false)} disabled={carryOver.isPending}>
          Dismiss
        </Button>
        <Button size="small" className="max-md:h-11" onClick={answer(true)} isBusy={carryOver.isPending}>
          Carry over
        </Button>
      </span>
    </Notice>
  )
}
