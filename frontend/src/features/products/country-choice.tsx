import { cn } from '#app/lib/class-names.ts'
import { MARKETPLACES, type MarketplaceCode } from '#core/marketplaces.ts'

type CountryChoiceProps = { value: readonly MarketplaceCode[]; onChange: (value: MarketplaceCode[]) => void }

/** In which countries the other ASIN is sold; none chosen leaves it to the workspace's home countries. */
export function CountryChoice({ value, onChange }: CountryChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-table font-medium">Sold in</legend>
      <div className="flex flex-wrap gap-1">
        {MARKETPLACES.map(({ code, name }) => {
          const isChosen = value.includes(code)
          return (
            <button
              key={code}
              type="button"
              aria-pressed={isChosen}
              title={name}
              onClick={() => onChange(isChosen ? value.filter((other) => other !== code) : [...value, code])}
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
      <p className="mt-1.5 text-meta text-muted">Choose none for your home countries.</p>
    </fieldset>
  )
}
