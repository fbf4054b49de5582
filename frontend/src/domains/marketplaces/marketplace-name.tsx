import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import { cn } from '#ui/class-names.ts'

type MarketplaceNameProps = {
  code: MarketplaceCode
  /** For a narrow row: a phone shows only the code, and screen readers still read the name. */
  isShortOnPhone?: boolean
}

/** A marketplace: the code first, then its name. */
export function MarketplaceName({ code, isShortOnPhone = false }: MarketplaceNameProps) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="inline-flex h-5 min-w-7 shrink-0 items-center justify-center rounded-control border border-line px-1 text-meta font-semibold">
        {code}
      </span>
      <span className={cn('truncate text-muted', isShortOnPhone && 'max-sm:sr-only')}>{marketplace(code).name}</span>
    </span>
  )
}
