import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { Select } from '#app/components/ui/select.tsx'
import { catalogQueries } from '#app/domains/catalog/catalog.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { CatalogRunForecast, CatalogRunKind } from '#core/catalog/runs.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

const KINDS: readonly { value: CatalogRunKind; label: string; address: string; page: string }[] = [
  { value: 'radar', label: 'Check the marketplaces', address: addresses.expansion(), page: 'Expansion' },
  {
    value: 'placement',
    label: 'Check placements',
    address: addresses.tasks({ view: 'placements' }),
    page: 'Placements',
  },
  { value: 'enrichment', label: 'Look up imported ASINs', address: addresses.catalog(), page: 'Catalog' },
]

/** What a bulk action would cost now; nothing is started here. */
export function ForecastCalculator() {
  const [kind, setKind] = useState<CatalogRunKind>('radar')
  const { data, error, isFetching, refetch } = useQuery(catalogQueries.forecast({ kind }))
  const chosen = KINDS.find(({ value }) => value === kind)
  return (
    <section aria-labelledby="forecast" className="rounded-card border border-line p-4">
      <h2 id="forecast" className="font-semibold">
        What would it cost?
      </h2>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Select
          label="Action"
          className="w-64 max-w-full max-md:h-11"
          value={kind}
          onChange={setKind}
          options={KINDS}
        />
        {chosen && (
          <Link to={chosen.address} className="text-table underline underline-offset-4">
            Open {chosen.page}
          </Link>
        )}
      </div>
      <div className="mt-3 min-h-24" aria-live="polite">
        {error ? (
          <p className="flex flex-wrap items-center gap-3 text-failed">
            {error.message}
            <Button size="small" onClick={() => void refetch()} isBusy={isFetching}>
              Try again
            </Button>
          </p>
        ) : data ? (
          <Figures forecast={data} />
        ) : (
          <Skeleton className="h-24 w-full" />
        )}
      </div>
    </section>
  )
}

function Figures({ forecast }: { forecast: CatalogRunForecast }) {
  const { locale } = useFormat()
  const { total, stored, tokens_low, tokens_high, wait_minutes, left_today } = forecast
  const number = (value: number) => value.toLocaleString(locale)
  const facts = [
    ['To ask about', stored > 0 ? `${number(total)}, ${number(stored)} known` : number(total)],
    ['Tokens', tokens_low === tokens_high ? number(tokens_low) : `${number(tokens_low)} to ${number(tokens_high)}`],
    [
      'Wait for tokens',
      wait_minutes === null ? 'Not known yet' : wait_minutes === 0 ? 'None' : `About ${number(wait_minutes)} min`,
    ],
    ['Left today', number(left_today)],
  ] as const
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-meta text-muted">{name}</dt>
            <dd className="font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {tokens_high > left_today && (
        <p className="mt-2 text-table text-waiting">
          It may cost more than is left today. The rest then continues tomorrow; what was paid for is kept.
        </p>
      )}
    </>
  )
}
