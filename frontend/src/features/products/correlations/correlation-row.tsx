import { Check, RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { RELATIONS } from '#app/domains/correlations/relations.ts'
import { useDecide } from '#app/domains/correlations/use-decide.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { type AsinCorrelation, needsShowing } from '#core/correlations/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'

/** One correlated ASIN: accept it, decline it, or take the decision back. */
export function CorrelationRow({ correlation }: { correlation: AsinCorrelation }) {
  const [isShown, setShown] = useState(correlation.is_shown_in_video)
  const { decide } = useDecide()
  const { decision, relation, similar_asin: asin } = correlation
  const needsWord = needsShowing(relation) && decision === null
  const soldIn = marketplacesOf(correlation)
  const items = [correlation]
  const accept = () => decide.mutate({ items, decision: 'accepted', ...(needsWord && { is_shown_in_video: isShown }) })

  return (
    <li className="flex flex-col gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ProductImage url={correlation.image_url} />
        <div className="min-w-0 flex-1 basis-48">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium tabular-nums">{asin}</span>
            <Badge>{RELATIONS[relation].label}</Badge>
            {decision === 'accepted' && (
              <Badge tone="done">
                <Check aria-hidden="true" /> Accepted
              </Badge>
            )}
            {decision === 'declined' && (
              <Badge>
                <X aria-hidden="true" /> Declined
              </Badge>
            )}
          </p>
          {correlation.title && <p className="truncate text-table text-muted">{correlation.title}</p>}
          {soldIn.length > 0 && <p className="text-table text-muted">Sold in {soldIn.join(', ')}</p>}
        </div>
        {decision === null ? (
          <div className="ml-auto flex gap-1">
            <Button
              size="small"
              aria-label={`Decline ${asin}`}
              onClick={() => decide.mutate({ items, decision: 'declined' })}
              disabled={decide.isPending}
            >
              Decline
            </Button>
            <Button
              size="small"
              aria-label={`Accept ${asin}`}
              onClick={accept}
              isBusy={decide.isPending}
              disabled={needsWord && !isShown}
            >
              <Check aria-hidden="true" /> Accept
            </Button>
          </div>
        ) : (
          <Button
            variant="quiet"
            size="small"
            className="ml-auto"
            aria-label={`Take back the decision on ${asin}`}
            onClick={() => decide.mutate({ items, decision: null })}
            isBusy={decide.isPending}
          >
            <RotateCcw aria-hidden="true" /> Take back
          </Button>
        )}
      </div>
      {needsWord && (
        <Checkbox isChecked={isShown} onChange={setShown} hint={RELATIONS[relation].hint}>
          I show this product in the video
        </Checkbox>
      )}
      {relation === 'variation' && decision === null && (
        <p className="text-meta text-waiting">{RELATIONS.variation.hint}</p>
      )}
    </li>
  )
}

const marketplacesOf = ({ marketplaces, facts }: AsinCorrelation) => {
  const known = facts.filter(({ availability }) => availability === 'available').map(({ marketplace }) => marketplace)
  return [...new Set([...marketplaces, ...known])]
}
