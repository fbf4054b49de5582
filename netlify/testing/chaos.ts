export type Random = { below(limit: number): number; chance(p: number): boolean; pick<T>(items: readonly T[]): T }

/** The same numbers for the same seed, everywhere (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    chance: (p) => next() < p,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}

/** A process that dies after so many requests: what is on its way arrives, nothing comes back, nothing more is sent. */
export async function untilDead(requests: number, run: () => Promise<unknown>): Promise<void> {
  const alive = globalThis.fetch
  let left = requests
  globalThis.fetch = async (input, init) => {
    if (left <= 0) throw new DOMException('The process is dead', 'AbortError')
    left -= 1
    const answer = await alive(input, init)
    if (left <= 0) throw new DOMException('The process is dead', 'AbortError')
    return answer
  }
  try {
    await run().catch(() => undefined)
  } finally {
    globalThis.fetch = alive
  }
}
