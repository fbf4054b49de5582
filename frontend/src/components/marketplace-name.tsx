import { type MarketplaceCode, marketplace } from '#core/marketplaces.ts'

/** A country as people read it: the code stands out, the name explains it. */
export function MarketplaceName({ code }: { code: MarketplaceCode }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="inline-flex h-5 min-w-7 shrink-0 items-center justify-center rounded-control border border-line px-1 text-meta font-semibold">
        {code}
      </span>
      <span className="truncate text-muted">{marketplace(code).name}</span>
    </span>
  )
}
