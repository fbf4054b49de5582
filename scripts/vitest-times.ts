import type { Reporter, TestModule } from 'vitest/node'
import { writeTimes } from './file-times.ts'

/** Vitest: the duration of each test file, with its environment, set-up and imports. */
export default class VitestTimes implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    await writeTimes(
      modules.map((module) => {
        const spent = module.diagnostic()
        const ms =
          spent.environmentSetupDuration +
          spent.prepareDuration +
          spent.collectDuration +
          spent.setupDuration +
          spent.duration
        return { file: module.moduleId, ms }
      }),
    )
  }
}
