import { NETWORK_NAMES, type SocialNetwork } from '#core/social/networks.ts'
import { cn } from '#ui/class-names.ts'

const MARKS: Readonly<Record<SocialNetwork, string>> = { instagram: 'IG', facebook: 'FB', youtube: 'YT', tiktok: 'TT' }

/** A network in two letters; screen readers hear its name. */
export const NetworkMark = ({ network, className }: { network: SocialNetwork; className?: string }) => (
  <span
    title={NETWORK_NAMES[network]}
    className={cn(
      'inline-flex h-4 items-center rounded-sm bg-hover px-1 text-[10px] font-semibold tracking-wide text-muted',
      className,
    )}
  >
    <span aria-hidden="true">{MARKS[network]}</span>
    <span className="sr-only">{NETWORK_NAMES[network]}</span>
  </span>
)
