import { CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { SearchInput } from '#app/components/search-input.tsx'
import { RELATIONS } from '#app/domains/correlations/relations.ts'
import { useDecide } from '#app/domains/correlations/use-decide.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { type CorrelationCounts, Relation } from '#core/correlations/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import type { CorrelationsState } from './correlations-address.ts'

type CorrelationsToolbarProps = CorrelationsState & {
  /** How many wait for a decision; absent in the other views. */
  counts: CorrelationCounts | undefined
}

/** Search, relations with their counts, and accepting all that are surely the same. */
export function CorrelationsToolbar({ address, setAddress, counts }: CorrelationsToolbarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2 py-4">
      <SearchInput
        label="Search correlations"
        placeholder="ASIN or title"
        value={address.q}
        onChange={(q) => setAddress({ q })}
      />
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">How they relate</legend>
        {Relation.options.map((relation) => {
          const isOn = address.relation === relation
          return (
            <button
              key={relation}
              type="button"
              aria-pressed={isOn}
              title={RELATIONS[relation].hint}
              onClick={() => setAddress({ relation: isOn ? undefined : relation })}
              className={cn(
                'h-8 rounded-control border px-2 text-table max-md:h-11',
                isOn ? 'border-accent bg-accent-soft text-ink' : 'border-line bg-surface text-muted hover:bg-hover',
              )}
            >
              {RELATIONS[relation].label}
              {counts && <span className="ml-1.5 tabular-nums">{counts[relation]}</span>}
            </button>
          )
        })}
      </fieldset>
      {counts && counts.same > 0 && <AcceptAllSame productId={address.product_id} count={counts.same} />}
    </div>
  )
}

function AcceptAllSame({ productId, count }: { productId: string | undefined; count: number }) {
  const { locale } = useFormat()
  const { decide } = useDecide()
  const [isReading, setReading] = useState(false)

  async function acceptAll() {
    setReading(true)
    try {
      decide.mutate({ items: await readAllSame(productId), decision: 'accepted' })
    } catch (error) {
      showFailure('Nothing was accepted.', error)
    } finally {
      setReading(false)
    }
  }

  return (
    <Button className="ml-auto" onClick={() => void acceptAll()} isBusy={isReading || decide.isPending}>
      <CheckCheck aria-hidden="true" /> Accept all {count.toLocaleString(locale)} same
    </Button>
  )
}

/** Every candidate that waits and is surely the same, also those that are not loaded. */
async function readAllSame(product_id: string | undefined) {
  const found = []
  let cursor: string | undefined
  do {
    const page = await api(correlationsContract.list, {
      query: {
        decision: 'undecided',
        relation: 'same',
        sort: 'review',
        limit: 200,
        ...(product_id !== undefined && { product_id }),
        ...(cursor !== undefined && { cursor }),
      },
    })
    found.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return found
}
