import { CalendarDays } from 'lucide-react'
import { Link } from 'react-router'
import { clockWords } from '#app/domains/social/clock-words.ts'
import { NetworkMark } from '#app/domains/social/network-badge.tsx'
import { PostBadge } from '#app/domains/social/post-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import type { DayPosts } from './days.ts'

type DayListProps = { days: readonly string[]; posts: DayPosts }

/** The posts of thirty days, day after day. */
export function DayList({ days, posts }: DayListProps) {
  const format = useFormat()
  const shown = days.filter((day) => posts.has(day))
  if (shown.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title="Nothing scheduled in these 30 days">
        Schedule a post, or add one to a day.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-6">
      {shown.map((day) => (
        <section key={day} aria-label={format.day(day)}>
          <h2 className="mb-1 font-medium">{format.day(day)}</h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {posts.get(day)?.map((post) => (
              <li
                key={post.id}
                className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover"
              >
                <span className="w-20 shrink-0 tabular-nums text-muted">{clockWords(post.time, format.locale)}</span>
                <Link
                  to={addresses.post(post.id)}
                  data-row-link
                  className="min-w-0 flex-1 basis-40 truncate after:absolute after:inset-0 after:content-['']"
                >
                  {post.product_title ?? (post.caption || 'Post')}
                </Link>
                <span className="flex gap-1">
                  {post.networks.map((network) => (
                    <NetworkMark key={network} network={network} />
                  ))}
                </span>
                <PostBadge state={post.state} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
