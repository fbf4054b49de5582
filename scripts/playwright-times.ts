import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { writeTimes } from './file-times.ts'

/** Playwright: the total duration of each file's tests. */
export default class PlaywrightTimes implements Reporter {
  readonly #ms = new Map<string, number>()

  printsToStdio(): boolean {
    return false
  }

  onTestEnd({ location }: TestCase, { duration }: TestResult): void {
    this.#ms.set(location.file, (this.#ms.get(location.file) ?? 0) + duration)
  }

  async onEnd(): Promise<void> {
    await writeTimes([...this.#ms].map(([file, ms]) => ({ file, ms })))
  }
}
