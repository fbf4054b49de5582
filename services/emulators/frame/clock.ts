/**
 * The emulator's own time: the machine's clock plus what tests added, so that tests reach an expiry without sleeping.
 */
export type Clock = {
  /** Unix milliseconds as the emulated service sees them. */
  now(): number
  /** The same instant as an ISO 8601 string. */
  iso(): string
}

export type ControllableClock = Clock & {
  offsetMs(): number
  advance(ms: number): void
  reset(): void
}

/** A clock that starts `offsetMs` ahead of the machine's. */
export function createClock(offsetMs: number): ControllableClock {
  let offset = offsetMs
  const now = () => Date.now() + offset
  return {
    now,
    iso: () => new Date(now()).toISOString(),
    offsetMs: () => offset,
    advance: (ms) => {
      offset += ms
    },
    reset: () => {
      offset = 0
    },
  }
}
