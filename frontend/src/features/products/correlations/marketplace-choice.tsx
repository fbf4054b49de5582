import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Link } from 'react-router'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import { cn } from '#ui/class-names.ts'
import { Skeleton } from '#ui/skeleton.tsx'

type CountryChoiceProps = {
  /** Null until the person chooses: then the home marketplaces apply. */
  value: readonly MarketplaceCode[] | null
  onChange: (value: MarketplaceCode[]) => void
  error?: string | undefined
}

/** The marketplaces where the other ASIN is sold; only those that are on in the workspace. */
export function CountryChoice({ value, onChange, error }: CountryChoiceProps) {
  const { data, isError } = useQuery(countriesQuery())
  const errorId = useId()
  const enabled = data?.items.filter(({ is_enabled }) => is_enabled) ?? []
  const chosen = value ?? enabled.filter(({ is_home }) => is_home).map(({ marketplace: code }) => code)
  return (
    <fieldset aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1.5 text-table font-medium">Sold in</legend>
      {!data && !isError && <Skeleton className="h-7 w-40" />}
      <div className="flex flex-wrap gap-1">
        {enabled.map(({ marketplace: code }) => {
          const isChosen = chosen.includes(code)
          const { name } = marketplace(code)
          return (
            <button
              key={code}
              type="button"
              aria-pressed={isChosen}
              aria-label={name}
              title={name}
              onClick={() => onChange(isChosen ? chosen.filter((other) => other !== code) : [...chosen, code])}
              className={cn(
                'h-7 min-w-9 rounded-control border px-2 text-table font-medium',
                isChosen ? 'border-accent bg-accent-soft text-ink' : 'border-line bg-surface text-muted hover:bg-hover',
              )}
            >
              {code}
            </button>
          )
        })}
      </div>
      {error && (
        <p id={errorId} role="alert" className="mt-1.5 text-meta text-failed">
          {error}
        </p>
      )}
      <p className="mt-1.5 text-meta text-muted">
        {isError && !data
          ? "Your marketplaces couldn't be loaded, so the home marketplaces are used. "
          : 'Is a marketplace missing? '}
        <Link
          to={addresses.settings('countries')}
          className="font-medium text-accent-solid underline-offset-4 hover:underline"
        >
          Change marketplaces in Settings
        </Link>
      </p>
    </fieldset>
  )
}
