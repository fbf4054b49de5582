import type { Cron as CronJob } from 'croner'
import type { LoadedFunction } from './load-functions.ts'
import type { FunctionRunner } from './run-function.ts'

/** Runs scheduled functions in UTC; runs of one function never overlap, so the next one waits for a running one. */
export async function startSchedules(
  functions: readonly LoadedFunction[],
  runner: FunctionRunner,
): Promise<{ stop(): void }> {
  const scheduled = functions.filter((fn) => fn.schedule !== undefined)
  if (scheduled.length === 0) return { stop: () => {} }
  const { Cron } = await import('croner')
  const jobs = scheduled.map((fn) => {
    const job: CronJob = new Cron(
      fn.schedule ?? '',
      { timezone: 'UTC', protect: true, unref: true },
      (): Promise<void> => runner.runScheduled(fn, job.nextRun()),
    )
    return job
  })
  return {
    stop: () => {
      for (const job of jobs) job.stop()
    },
  }
}
