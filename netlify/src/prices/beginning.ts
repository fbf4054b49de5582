import { setTimeout as delay } from 'node:timers/promises'
import type { Db } from '../db/user-client.ts'
import { type Begun, beginCalls, type CallItem } from './engine.repo.ts'

type Waiting = { items: CallItem[]; resolve: (begun: Begun) => void; reject: (error: unknown) => void }

/** So long a call waits for others that can share its statement. */
const GATHER_MS = 4

/**
 * The last check before each call. Calls that come up within a moment share one statement, which costs the database little
 * more than the statement of one. Each call goes out right after its statement.
 */
export class Beginning {
  readonly #serviceDb: Db
  readonly #workspaceId: string
  #waiting: Waiting[] = []
  #isUnderWay = false
  constructor(serviceDb: Db, workspaceId: string) {
    this.#serviceDb = serviceDb
    this.#workspaceId = workspaceId
  }

  /** Starts the call of these changes, as `beginCalls` does. */
  begin(items: CallItem[]): Promise<Begun> {
    const begun = new Promise<Begun>((resolve, reject) => this.#waiting.push({ items, resolve, reject }))
    if (!this.#isUnderWay) void this.#goOn()
    return begun
  }

  async #goOn(): Promise<void> {
    this.#isUnderWay = true
    while (this.#waiting.length > 0) {
      await delay(GATHER_MS)
      const group = this.#waiting.splice(0)
      try {
        const begun = await beginCalls(
          this.#serviceDb,
          this.#workspaceId,
          group.flatMap(({ items }) => items),
        )
        for (const { items, resolve } of group) resolve(partOf(begun, items))
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    this.#isUnderWay = false
  }
}

function partOf({ paused, sending, stale }: Begun, items: readonly CallItem[]): Begun {
  const isIn = (id: string) => items.some((item) => item.id === id)
  return { paused, sending: sending.filter(isIn), stale: stale.filter(isIn) }
}
