import type { StrategyForm } from './strategy-form.ts'

type Preset = { name: string; words: string; change: Partial<StrategyForm> }

const step = (after_days: number, percentage_bp: number) => ({ after_days, percentage_bp, amount_cents: null })

/** Where to begin; everything can be changed afterwards. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'Gentle',
    words: '3% every 7 days',
    change: { kind: 'percentage', percentage_bp: 300, interval_days: 7, steps: [] },
  },
  {
    name: 'Steady',
    words: '5% every 7 days',
    change: { kind: 'percentage', percentage_bp: 500, interval_days: 7, steps: [] },
  },
  {
    name: 'Fast',
    words: '10% every 5 days',
    change: { kind: 'percentage', percentage_bp: 1000, interval_days: 5, steps: [] },
  },
  {
    name: 'Markdown steps',
    words: '3% a week, 7% from day 30, 12% from day 60',
    change: { kind: 'percentage', percentage_bp: 300, interval_days: 7, steps: [step(30, 700), step(60, 1200)] },
  },
]
