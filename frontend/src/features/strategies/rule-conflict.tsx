import { useFormat } from '#app/lib/use-format.ts'
import type { Strategy } from '#core/prices/schema.ts'
import type { StrategyInput } from '#core/prices/strategies.ts'
import { Button } from '#ui/button.tsx'
import { percentWords } from './strategy-words.ts'

const FIELD_WORDS: Readonly<Record<string, string>> = {
  name: 'Name',
  kind: 'Kind',
  percentage_bp: 'Percentage',
  amount_cents: 'Amount',
  interval_days: 'Days between price drops',
  steps: 'Steps',
  start_delay_days: 'Wait before the first',
  quiet_from: 'Quiet from',
  quiet_until: 'Quiet until',
  blackout_dates: 'Blackout dates',
  price_ending: 'Price ending',
  max_cut_cents: 'Most per price drop',
  max_cuts_per_day: 'Listings per day',
  time_zone: 'Time zone',
}

type RuleConflictProps = {
  theirs: Strategy
  yours: StrategyInput
  onKeep: () => void
  onOverwrite: () => void
}

/** Somebody saved the strategy in the meantime: shows what differs and lets the person choose. */
export function RuleConflict({ theirs, yours, onKeep, onOverwrite }: RuleConflictProps) {
  const { locale } = useFormat()
  const changed = Object.keys(FIELD_WORDS).flatMap((key) => {
    const [now, mine] = [fieldOf(theirs, key), fieldOf(yours, key)]
    return JSON.stringify(now) === JSON.stringify(mine) ? [] : [{ key, now, mine }]
  })
  return (
    <div role="alert" className="rounded-control border border-waiting/30 bg-waiting-soft p-3 text-table">
      <p className="font-medium text-waiting">This strategy was changed in the meantime. Your change was not saved.</p>
      <dl className="mt-2 flex flex-col gap-1">
        {changed.map(({ key, now, mine }) => (
          <div key={key} className="grid grid-cols-[128px_1fr] gap-2">
            <dt className="text-muted">{FIELD_WORDS[key]}</dt>
            <dd className="min-w-0 break-words">
              Now “{show(key, now, locale)}”, yours “{show(key, mine, locale)}”
            </dd>
          </div>
        ))}
        {changed.length === 0 && (
          <p className="text-muted">Your edits are unchanged, but the strategy was paused or published meanwhile.</p>
        )}
      </dl>
      <div className="mt-3 flex gap-2">
        <Button size="small" onClick={onKeep}>
          Keep theirs
        </Button>
        <Button size="small" onClick={onOverwrite}>
          Save mine
        </Button>
      </div>
    </div>
  )
}

const fieldOf = (rule: object, key: string): unknown => Object.entries(rule).find(([name]) => name === key)?.[1] ?? null

function show(key: string, value: unknown, locale: string | undefined): string {
  if (value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => itemWords(item, locale)).join(', ')
  if (typeof value !== 'number') return String(value)
  if (key === 'percentage_bp') return percentWords(value, locale)
  return key.endsWith('_cents') ? (value / 100).toFixed(2) : String(value)
}

function itemWords(item: object, locale: string | undefined): string {
  const fields = new Map(Object.entries(item))
  if (fields.has('from')) return `${fields.get('from')} to ${fields.get('until')}`
  const bp = fields.get('percentage_bp')
  const size = typeof bp === 'number' ? percentWords(bp, locale) : (Number(fields.get('amount_cents')) / 100).toFixed(2)
  return `${size} from day ${fields.get('after_days')}`
}
