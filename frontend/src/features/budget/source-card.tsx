import type { ReactNode } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { SourceSpending, SourceState, SourceStatus } from '#core/catalog/source-budget.ts'
import type { SourceName } from '#core/catalog/source-product.ts'
import { SOURCE_NAMES } from '#core/catalog/words.ts'
import { marketplace } from '#core/marketplaces.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import { FEATURE_WORDS } from './feature-words.ts'

const STATES: Readonly<Record<SourceState, { label: string; tone: Tone }>> = {
  working: { label: 'Working', tone: 'done' },
  paused: { label: 'Paused', tone: 'waiting' },
  reconnect: { label: 'Key refused', tone: 'failed' },
  not_configured: { label: 'Not set up', tone: 'neutral' },
}

const SET_UP: Readonly<Record<SourceName, string>> = {
  keepa: 'Your administrator sets it up with a Keepa API key. It knows history, variations and videos.',
  amazon_creators:
    "Your administrator sets it up with the keys of Amazon's Creators API and a partner tag for each marketplace. It knows what is in stock now, also in Australia.",
}

/** One source: how it is, what it has left, and what the workspace spent of it. */
export function SourceCard({ status }: { status: SourceStatus }) {
  const { source, state, marketplaces } = status
  const name = SOURCE_NAMES[source]
  return (
    <section aria-label={name} className="min-w-0 rounded-card border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{name}</h2>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
      </div>
      <p className="mt-1 text-table text-muted">
        <StateWords status={status} />
      </p>
      {state !== 'not_configured' && (
        <>
          <dl className="mt-3 grid gap-x-6 gap-y-2 text-table sm:grid-cols-2">
            <Tokens status={status} />
            <Fact name="Marketplaces">{marketplaces.join(', ')}</Fact>
          </dl>
          <Spending title="Spent today" spent={status.spent_today} />
          <Spending title="Spent in the last 30 days" spent={status.spent_30_days} />
        </>
      )}
    </section>
  )
}

function StateWords({
  status: { source, state, stopped_in, since, retry_at, marketplaces },
}: {
  status: SourceStatus
}) {
  if (state === 'not_configured') return SET_UP[source]
  if (state === 'working') return 'Answers requests.'
  // A source can stop in one marketplace and work in another.
  const places =
    stopped_in.length < marketplaces.length ? ` in ${stopped_in.map((code) => marketplace(code).name).join(', ')}` : ''
  const retry = retry_at && (
    <>
      {' '}
      Next try <RelativeTime instant={retry_at} />.
    </>
  )
  return (
    <>
      {state === 'paused'
        ? `${SOURCE_NAMES[source]} took access away${places}, usually after too few sales in 30 days. Access returns automatically.`
        : `${SOURCE_NAMES[source]} refuses the key${places}. Your administrator needs to check it.`}
      {since && (
        <>
          {' '}
          Since <RelativeTime instant={since} />.
        </>
      )}
      {retry}
    </>
  )
}

function Tokens({ status: { tokens, source } }: { status: SourceStatus }) {
  const format = useFormat()
  if (tokens === null) {
    return source === 'keepa' ? <Fact name="Tokens left">Known after the first request</Fact> : null
  }
  return (
    <Fact name="Tokens left">
      <span className="tabular-nums">{tokens.left.toLocaleString(format.locale)}</span>, refills{' '}
      {tokens.refill_per_minute.toLocaleString(format.locale)} a minute. Read <RelativeTime instant={tokens.read_at} />.
    </Fact>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-muted">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  )
}

/** A bar for each feature, from zero, the most first; the exact number stands beside it. */
function Spending({ title, spent }: { title: string; spent: readonly SourceSpending[] }) {
  const format = useFormat()
  const most = Math.max(1, ...spent.map(({ units }) => units))
  return (
    <div className="mt-4">
      <h3 className="text-meta text-muted">{title}</h3>
      {spent.length === 0 ? (
        <p className="mt-1 text-table text-muted">Nothing</p>
      ) : (
        <dl className="mt-1 flex flex-col gap-1.5">
          {spent.map(({ feature, units }) => (
            <div key={feature} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 text-table">
              <dt className="truncate">{FEATURE_WORDS[feature]}</dt>
              <dd className="tabular-nums">{units.toLocaleString(format.locale)}</dd>
              <dd aria-hidden="true" className="col-span-2 h-1.5 rounded-full bg-sunken">
                <span className="block h-full rounded-full bg-info" style={{ width: `${(units / most) * 100}%` }} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}
