import { useFormat } from '#app/lib/use-format.ts'
import { NETWORK_NAMES, type SocialNetwork } from '#core/social/networks.ts'
import { limitUses, type PostText } from '#core/social/posts/check-post.ts'
import type { LimitName, NetworkLimit } from '#core/social/posts/limits.ts'
import { cn } from '#ui/class-names.ts'

const NAMES: Partial<Record<LimitName, string>> = {
  caption_length: 'Caption',
  title_length: 'Title',
  tags_length: 'Tags',
  hashtags: 'Hashtags',
  mentions: 'Mentions',
}

type LimitCountersProps = { network: SocialNetwork; text: PostText; limits: readonly NetworkLimit[] }

/** How much of a network's limits a text uses, counted as the network counts. */
export function LimitCounters({ network, text, limits }: LimitCountersProps) {
  const { locale } = useFormat()
  const number = (value: number) => value.toLocaleString(locale)
  return (
    <ul
      aria-label={`${NETWORK_NAMES[network]} limits`}
      className="flex flex-wrap gap-x-4 gap-y-1 text-meta tabular-nums"
    >
      {limitUses(network, text, limits).map(({ name, used, most, unit, is_blocking }) => {
        const isOver = used > most
        return (
          <li
            key={name}
            className={cn(
              'text-muted',
              isOver && 'font-medium',
              isOver && (is_blocking ? 'text-failed' : 'text-waiting'),
            )}
          >
            {NAMES[name]} {number(used)} / {number(most)}
            {unit === 'bytes' && ' bytes'}
            {isOver && ` · ${number(used - most)} over`}
          </li>
        )
      })}
    </ul>
  )
}
