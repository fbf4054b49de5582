import { z } from 'zod'
import { type FaultCall, matches, RequestMatch } from './faults.ts'

/** Which requests wait, and how many pass first. */
export const GateRule = z.strictObject({ match: RequestMatch, skip: z.int().min(0).optional() })
export type GateRule = z.infer<typeof GateRule>

/** A gate as `GET /_emulator/gates` shows it; `held` is the number of waiting requests. */
export type Gate = { id: string; match: GateRule['match']; skip: number; held: number }

export type Gates = {
  /** Closes a gate; answers its id. */
  add(rule: GateRule): string
  /**
   * Waits at the first closed gate that matches, and only there. `signal` aborts when the caller closes its connection.
   */
  pass(call: FaultCall, signal: AbortSignal): Promise<void>
  /** Resolves when `count` requests wait at the gate; false when the gate is open or `signal` ends the wait. */
  reached(id: string, count: number, signal: AbortSignal): Promise<boolean>
  /** Lets all waiting and later requests pass; false when no gate with this id is closed. */
  open(id: string): boolean
  list(): Gate[]
  /** Opens every gate. */
  clear(): void
}

type Closed = Gate & { opened: PromiseWithResolvers<void> }

/** Gates live in memory: a restarted emulator has none. */
export function createGates(): Gates {
  const gates = new Map<string, Closed>()
  const watchers = new Set<() => void>()
  let lastId = 0
  const tellWatchers = () => {
    for (const watch of [...watchers]) watch()
  }
  const open = (id: string) => {
    const gate = gates.get(id)
    gates.delete(id)
    gate?.opened.resolve()
    tellWatchers()
    return gate !== undefined
  }
  return {
    add({ match, skip = 0 }) {
      const id = String(++lastId)
      gates.set(id, { id, match, skip, held: 0, opened: Promise.withResolvers() })
      return id
    },
    async pass(call, signal) {
      const gate = [...gates.values()].find((candidate) => matches(candidate.match, call))
      if (!gate) return
      if (gate.skip > 0) {
        gate.skip -= 1
        return
      }
      gate.held += 1
      tellWatchers()
      await Promise.race([gate.opened.promise, whenAborted(signal)])
      gate.held -= 1
    },
    async reached(id, count, signal) {
      const reached = Promise.withResolvers<boolean>()
      const watch = () => {
        const gate = gates.get(id)
        if (!gate) reached.resolve(false)
        else if (gate.held >= count) reached.resolve(true)
      }
      watchers.add(watch)
      watch()
      const isReached = await Promise.race([reached.promise, whenAborted(signal).then(() => false)])
      watchers.delete(watch)
      return isReached
    },
    open,
    list: () => [...gates.values()].map(({ id, match, skip, held }) => ({ id, match, skip, held })),
    clear: () => {
      for (const id of [...gates.keys()]) open(id)
    },
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
