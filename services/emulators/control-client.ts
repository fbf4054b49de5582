import type { z } from 'zod'
import type { FaultRule } from './frame/faults.ts'
import type { GateRule } from './frame/gates.ts'
import type { RecordedRequest } from './frame/recorder.ts'

/** A gate in front of an emulator: matching requests wait at it until the test opens it. */
export type HeldRequests = {
  /** Resolves when so many requests (1 by default) wait at the gate. */
  reached(count?: number): Promise<void>
  /** Lets the waiting requests and all later ones pass. */
  open(): Promise<void>
}

/** The control plane of one running emulator, for tests. Every method throws when the emulator refuses. */
export type EmulatorControl = {
  /** Resets seeds, requests, faults and clock. */
  reset(): Promise<void>
  /** The emulator's seed schema says what it accepts. */
  seed(seed: object): Promise<void>
  /** Requests after the one with id `since`, oldest first. */
  requests(since?: number): Promise<RecordedRequest[]>
  addFault(rule: z.input<typeof FaultRule>): Promise<void>
  clearFaults(): Promise<void>
  /** Holds every matching request, from the n-th on (counted from 1). */
  holdAt(match: GateRule['match'], nth?: number): Promise<HeldRequests>
  /** Opens every gate. */
  openGates(): Promise<void>
  /** Moves the emulator's clock; nothing sleeps. */
  advanceClock(ms: number): Promise<void>
  /** One of the emulator's own actions, with its result. */
  run(action: string, input: object): Promise<unknown>
}

/** `url` is the emulator's URL as `startEmulators` returns it. */
export function createControl(url: string): EmulatorControl {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/_emulator${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    reset: async () => void (await send('POST', '/reset')),
    seed: async (seed) => void (await send('PUT', '/seed', seed)),
    async requests(since = 0) {
      // safe: both ends are this folder's own code
      const answer = (await send('GET', `/requests?since=${since}`)) as { requests: RecordedRequest[] }
      return answer.requests
    },
    addFault: async (rule) => void (await send('POST', '/faults', rule)),
    clearFaults: async () => void (await send('DELETE', '/faults')),
    async holdAt(match, nth = 1) {
      // safe: both ends are this folder's own code
      const { id } = (await send('POST', '/gates', { match, skip: nth - 1 })) as { id: string }
      return {
        reached: async (count = 1) => void (await send('GET', `/gates/${id}/reached?count=${count}`)),
        open: async () => void (await send('POST', `/gates/${id}/open`)),
      }
    },
    openGates: async () => void (await send('DELETE', '/gates')),
    advanceClock: async (ms) => void (await send('POST', '/clock', { advance_ms: ms })),
    run: (action, input) => send('POST', `/${action}`, input),
  }
}
