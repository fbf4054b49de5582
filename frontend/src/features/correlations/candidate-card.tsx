import { Check, ExternalLink, RotateCcw, X } from 'lucide-react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { Availability } from '#app/domains/correlations/availability.tsx'
import { EvidenceList } from '#app/domains/correlations/evidence-list.tsx'
import { RELATIONS } from '#app/domains/correlations/relations.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { type AsinCorrelation, type CorrelationDecision, needsShowing } from '#core/correlations/schema.ts'
import { amazonProductUrl } from '#core/marketplaces.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { CopyButton } from '#ui/copy-button.tsx'

const TONES: Record<AsinCorrelation['relation'], Tone> = {
  same: 'done',
  variation: 'info',
  similar: 'waiting',
  pack_unclear: 'waiting',
}

type CandidateCardProps = {
  item: AsinCorrelation
  isSelected: boolean
  /** With `isRange`, all from the card selected last to this one. */
  onSelect: (isRange: boolean) => void
  isShown: boolean
  onShown: (isOn: boolean) => void
  onDecide: (decision: CorrelationDecision | null) => void
}

/** The product in the video and a candidate side by side, with the evidence and the decision. */
export function CandidateCard({ item, isSelected, onSelect, isShown, onShown, onDecide }: CandidateCardProps) {
  const { product, similar_asin: asin, relation, decision } = item
  const needsWord = needsShowing(relation) && decision === null
  return (
    <li
      data-candidate={item.id}
      className={cn('rounded-card border border-line p-3 sm:p-4', isSelected ? 'bg-accent-soft' : 'bg-surface')}
    >
      <article aria-label={`${asin} for ${product.asin}`} className="grid gap-4 lg:grid-cols-[5fr_6fr]">
        <div className="grid grid-cols-[auto_1fr_1fr] gap-3">
          <input
            type="checkbox"
            checked={isSelected}
            readOnly
            onClick={(event) => onSelect(event.shiftKey)}
            aria-label={`Select ${asin}`}
            className="mt-1 size-4 cursor-pointer accent-accent-solid"
          />
          <Side
            head="In your video"
            asin={product.asin}
            title={product.title}
            brand={product.brand}
            image={product.image_url}
          />
          <Side head="Candidate" asin={asin} title={item.title} brand={item.brand} image={item.image_url} isCandidate />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone={TONES[relation]} title={RELATIONS[relation].hint}>
              {RELATIONS[relation].label}
            </Badge>
            {item.score !== null && <span className="text-meta text-muted tabular-nums">{item.score} of 100</span>}
            {item.judged_relation !== null && item.judged_relation !== relation && (
              <Badge tone="waiting">
                The last search says:{' '}
                {item.judged_relation === 'unrelated'
                  ? 'another product'
                  : RELATIONS[item.judged_relation].label.toLowerCase()}
              </Badge>
            )}
          </p>
          <EvidenceList evidence={item.evidence} />
          <Availability facts={item.facts} stated={item.marketplaces} />
          {needsWord && (
            <Checkbox isChecked={isShown} onChange={onShown} hint={RELATIONS[relation].hint}>
              I show this product in the video
            </Checkbox>
          )}
          {relation === 'variation' && decision === null && (
            <p className="text-meta text-waiting">{RELATIONS.variation.hint}</p>
          )}
          <Decision item={item} />
          <div className="mt-auto flex flex-wrap justify-end gap-2">
            {decision === null ? (
              <>
                <Button className="max-md:h-11" aria-label={`Decline ${asin}`} onClick={() => onDecide('declined')}>
                  <X aria-hidden="true" /> Decline
                </Button>
                <Button
                  variant="primary"
                  className="max-md:h-11"
                  aria-label={`Accept ${asin}`}
                  disabled={needsWord && !isShown}
                  onClick={() => onDecide('accepted')}
                >
                  <Check aria-hidden="true" /> Accept
                </Button>
              </>
            ) : (
              <Button
                className="max-md:h-11"
                aria-label={`Take back the decision on ${asin}`}
                onClick={() => onDecide(null)}
              >
                <RotateCcw aria-hidden="true" /> Take back
              </Button>
            )}
          </div>
        </div>
      </article>
    </li>
  )
}

function Decision({
  item: { decision, decided_at, decided_by_name, is_shown_in_video, shown_at, shown_by_name },
}: {
  item: AsinCorrelation
}) {
  if (decision === null || decided_at === null) return null
  return (
    <p className="text-meta text-muted">
      {decision === 'accepted' ? 'Accepted' : 'Declined'}
      {decided_by_name && ` by ${decided_by_name}`} <RelativeTime instant={decided_at} />.
      {is_shown_in_video && shown_at && (
        <>
          {' '}
          {shown_by_name ?? 'A person'} said <RelativeTime instant={shown_at} /> that the video shows it.
        </>
      )}
    </p>
  )
}

type SideProps = {
  head: string
  asin: string
  title: string | null
  brand: string | null
  image: string | null
  isCandidate?: boolean
}

function Side({ head, asin, title, brand, image, isCandidate = false }: SideProps) {
  return (
    <div className="min-w-0">
      <p className="mb-1 text-meta text-muted">{head}</p>
      <ProductImage url={image} size="compare" />
      <p className="mt-2 line-clamp-3 text-table font-medium break-words" title={title ?? undefined}>
        {title ?? 'No title'}
      </p>
      {brand && <p className="truncate text-meta text-muted">{brand}</p>}
      <p className="flex items-center gap-1 text-table tabular-nums">
        <a
          {...(isCandidate && { 'data-row-link': '' })}
          href={amazonProductUrl('US', asin)}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 underline-offset-4 hover:underline"
          aria-label={`${asin} on Amazon`}
        >
          {asin} <ExternalLink className="size-3" aria-hidden="true" />
        </a>
        <CopyButton text={asin} label={`Copy ASIN ${asin}`} isIconOnly />
      </p>
    </div>
  )
}
