import { performance } from 'node:perf_hooks'

export type Entry = {
  name: string
  /** The rival in the same run. */
  rival: string
  ours_ms: number
  rival_ms: number
  ratio: number
  /** The highest allowed ratio. */
  limit: number
}

/** The percentile of the values. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(Math.floor((sorted.length * percent) / 100), sorted.length - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 50)

/**
 * Runs ours and the rival in turn (A B A B …) after a warm-up of each, so that a machine that slows down slows both,
 * and compares their medians in milliseconds. `reset` runs before each, untimed.
 */
export async function compare(
  what: { name: string; rival: string; limit: number; runs?: number; warmups?: number; reset?: () => Promise<unknown> },
  ours: () => Promise<unknown>,
  rival: () => Promise<unknown>,
): Promise<Entry> {
  const { runs = 15, warmups = 2, reset } = what
  const oursMs: number[] = []
  const rivalMs: number[] = []
  for (let run = -warmups; run < runs; run += 1) {
    await reset?.()
    const a = await timeMs(ours)
    await reset?.()
    const b = await timeMs(rival)
    if (run >= 0) {
      oursMs.push(a)
      rivalMs.push(b)
    }
  }
  return entry({ ...what, ours_ms: median(oursMs), rival_ms: median(rivalMs) })
}

export const entry = (figures: Omit<Entry, 'ratio'>): Entry => ({
  name: figures.name,
  rival: figures.rival,
  ours_ms: figures.ours_ms,
  rival_ms: figures.rival_ms,
  ratio: figures.ours_ms / figures.rival_ms,
  limit: figures.limit,
})

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
