type Sample = { at: number; bytes: number }

const WINDOW_MS = 4000

/** Bytes per second over the last four seconds, so that the number neither jumps nor lags. Times in milliseconds. */
export function createSpeedometer() {
  let samples: Sample[] = []
  return {
    add(bytes: number, at: number): number {
      samples = [...samples.filter((sample) => at - sample.at <= WINDOW_MS), { at, bytes }]
      const first = samples[0]
      if (!first || at === first.at) return 0
      return ((bytes - first.bytes) * 1000) / (at - first.at)
    },
  }
}
