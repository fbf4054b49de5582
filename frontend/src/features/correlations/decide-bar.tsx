import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { SelectionBar } from '#app/components/data-table/selection-bar.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import type { useDecide } from '#app/domains/correlations/use-decide.ts'
import { type AsinCorrelation, type CorrelationDecision, needsShowing } from '#core/correlations/schema.ts'
import { Button } from '#ui/button.tsx'

type DecideBarProps = {
  items: readonly AsinCorrelation[]
  onClear: () => void
  decide: ReturnType<typeof useDecide>['decide']
}

/** Decides the selected candidates together. Those that the video must show need the person's word for it. */
export function DecideBar({ items, onClear, decide }: DecideBarProps) {
  const [isShown, setShown] = useState(false)
  const open = items.filter(({ decision }) => decision === null)
  const needWord = open.filter(({ relation, is_shown_in_video }) => needsShowing(relation) && !is_shown_in_video).length
  function act(decision: CorrelationDecision | null) {
    decide.mutate(
      { items, decision, ...(decision === 'accepted' && needWord > 0 && isShown && { is_shown_in_video: true }) },
      {
        onSuccess: () => {
          setShown(false)
          onClear()
        },
      },
    )
  }
  return (
    <SelectionBar label="Selected candidates" count={items.length} onClear={onClear}>
      {needWord > 0 && (
        <span className="px-2 text-table">
          <Checkbox isChecked={isShown} onChange={setShown}>
            I show {needWord === items.length ? 'them' : `these ${needWord}`} in the video
          </Checkbox>
        </span>
      )}
      {open.length > 0 ? (
        <>
          <Button
            size="small"
            variant="quiet"
            className="max-md:h-11"
            disabled={decide.isPending || (needWord === items.length && !isShown)}
            onClick={() => act('accepted')}
          >
            <Check aria-hidden="true" /> Accept
          </Button>
          <Button
            size="small"
            variant="quiet"
            className="max-md:h-11"
            disabled={decide.isPending}
            onClick={() => act('declined')}
          >
            <X aria-hidden="true" /> Decline
          </Button>
        </>
      ) : (
        <Button
          size="small"
          variant="quiet"
          className="max-md:h-11"
          disabled={decide.isPending}
          onClick={() => act(null)}
        >
          Take back
        </Button>
      )}
    </SelectionBar>
  )
}
