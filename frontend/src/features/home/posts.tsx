import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { NetworkMark } from '#app/domains/social/network-badge.tsx'
import { PostBadge } from '#app/domains/social/post-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

/** What goes out next, what was posted lately and what needs a person; empty for a workspace without posts. */
export function Posts() {
  const { locale } = useFormat()
  const query = useQuery(homeQueries.posts())
  if (query.data?.total === 0) return null
  return (
    <HomeCard title="Posts" query={query} link={{ to: addresses.calendar(), label: 'Show calendar' }}>
      {({ next, posted, attention }) => (
        <>
          <ul className="flex flex-wrap gap-x-8 gap-y-3 p-4">
            <Count to={addresses.posts({ state: 'posted' })} name="Posted in all" count={posted} locale={locale} />
            <Count
              to={addresses.posts({ state: 'attention' })}
              name="Needs attention"
              count={attention}
              locale={locale}
            />
          </ul>
          <h3 className="px-4 text-meta text-muted">Coming up</h3>
          {next.length === 0 ? (
            <p className="px-4 pt-1 pb-4 text-muted">Nothing is scheduled.</p>
          ) : (
            <ul aria-label="Coming up" className="p-1.5">
              {next.map((post) => (
                <li key={post.id}>
                  <Link
                    to={addresses.post(post.id)}
                    className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2.5 py-1 hover:bg-hover"
                  >
                    <span className="min-w-0 flex-1 basis-32 truncate">
                      {post.caption || (post.product_title ?? 'Without text')}
                    </span>
                    <span className="flex gap-1">
                      {post.networks.map((network) => (
                        <NetworkMark key={network} network={network} />
                      ))}
                    </span>
                    <span className="text-table text-muted tabular-nums">
                      {post.scheduled_at !== null &&
                        new Intl.DateTimeFormat(locale, {
                          dateStyle: 'medium',
                          timeStyle: 'short',
                          timeZone: post.time_zone ?? 'UTC',
                        }).format(Date.parse(post.scheduled_at))}
                    </span>
                    <PostBadge state={post.state} />
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </HomeCard>
  )
}

type CountProps = { to: string; name: string; count: number; locale: string | undefined }

function Count({ to, name, count, locale }: CountProps) {
  return (
    <li>
      <Link to={to} className="block rounded-control hover:underline">
        <span className="block text-meta text-muted">{name}</span>
        <span className="block text-lead font-semibold tabular-nums">{count.toLocaleString(locale)}</span>
      </Link>
    </li>
  )
}
