import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { Progress } from '#ui/progress.tsx'
import { thumbnailQueries } from '../thumbnails.queries.ts'
import { doneOf, runCounts, runTitle } from './run-words.ts'

/** The newest runs; one that goes on is followed. */
export function RecentRuns() {
  const { data: runs = [] } = useQuery(thumbnailQueries.runs())
  if (runs.length === 0) return null
  return (
    <section aria-labelledby="recent-runs">
      <h2 id="recent-runs" className="mb-3 font-semibold">
        Made lately
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {runs.map((run) => (
          <li key={run.id} className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover">
            <Link
              to={addresses.thumbnailRun(run.id)}
              className="min-w-0 flex-1 basis-48 truncate after:absolute after:inset-0 after:content-['']"
            >
              {runTitle(run)}
            </Link>
            {run.state === 'running' ? (
              <Progress
                value={doneOf(run)}
                max={run.total}
                label={runTitle(run)}
                words={`${doneOf(run)} of ${run.total}`}
                className="w-32"
              />
            ) : (
              <span className="text-table text-muted">{runCounts(run)}</span>
            )}
            <span className="text-meta text-muted">
              <RelativeTime instant={run.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
