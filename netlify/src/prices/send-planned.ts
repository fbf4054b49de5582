import type { Db } from '../db/user-client.ts'
import type { AppError } from '../errors.ts'
import { WorkPool } from '../in-parallel.ts'
import { JobPause } from '../jobs/define-job.ts'
import { Beginning } from './beginning.ts'
import { getEbaySettingsOf } from './ebay-settings.repo.ts'
import { type Change, cancelPlanned, listPlanned, type Settled, settleChanges } from './engine.repo.ts'
import type { PriceReader } from './price-reader.ts'
import type { Going, Planning } from './price-run.ts'
import { SEND_CONCURRENCY, sendCall, toCalls } from './send-prices.ts'

/** Listed at a time. Listing takes nothing: a change is this worker's only when its call begins. */
const LIST_ROWS = 500
const SETTLE_ROWS = 100
/** While `SEND_CONCURRENCY` calls are on the wire, the prices of others are read, or their results are written. */
const CALLS_IN_HAND = SEND_CONCURRENCY + 6
/** So often the price of a change is read again in one run before it is left to the next run. */
const MAX_READS = 3

export type SendEnd = { paused: string | null; stop: AppError | null }

/**
 * Sends everything planned of a run (null: of persons) in as few calls as eBay allows, several at a time, and writes what
 * eBay answered. Each call is judged in the moment it begins. `planning` says when no more will be planned. Throws
 * `JobPause` when eBay wants to be left alone or this worker's time is up: the next one continues.
 */
export async function sendPlanned(
  runId: string | null,
  going: Going,
  planning: Planning,
  reader: PriceReader,
): Promise<SendEnd> {
  const { skus_per_call } = await getEbaySettingsOf(going.serviceDb, going.workspaceId)
  const sending = new Sending(going, skus_per_call, reader)
  const { serviceDb, workspaceId, beat, endAtMs } = going
  let place: { planned_at: string; id: string } | null = null
  let isDrained = false
  while (!sending.mustEnd() && Date.now() < endAtMs) {
    const wasPlanned = planning.isDone()
    const next = planning.next()
    const page: Awaited<ReturnType<typeof listPlanned>> = await listPlanned(
      serviceDb,
      workspaceId,
      runId,
      LIST_ROWS,
      place,
    )
    const last = page.changes.at(-1)
    if (last) {
      isDrained = false
      place = last
      sending.add(page)
      await beat()
      await sending.pool.room()
      continue
    }
    await beat()
    if (!wasPlanned) await next
    else if (isDrained) break
    else {
      // One more look from the beginning when all is written: what was given back to be sent again is there then.
      await sending.rest()
      place = null
      isDrained = true
    }
  }
  await sending.rest()
  return sending.end(endAtMs)
}

class Sending {
  readonly pool = new WorkPool(CALLS_IN_HAND)
  /** A call has its place on the wire before it is judged, so that nothing waits between the check and the request. */
  readonly #wire = new WorkPool(SEND_CONCURRENCY)
  readonly #going: Going
  readonly #reader: PriceReader
  readonly #beginning: Beginning
  readonly #settling: Settling
  readonly #reads = new Map<string, number>()
  readonly #apart = new Set<string>()
  #skusPerCall: number
  #paused: string | null = null
  #stop: AppError | null = null
  #waitSeconds: number | null = null
  #failure: { error: unknown } | null = null
  constructor(going: Going, skusPerCall: number, reader: PriceReader) {
    this.#going = going
    this.#skusPerCall = skusPerCall
    this.#reader = reader
    this.#beginning = new Beginning(going.serviceDb, going.workspaceId)
    this.#settling = new Settling(going.serviceDb, going.workspaceId)
  }

  mustEnd = () => this.#paused !== null || this.#stop !== null || this.#waitSeconds !== null || this.#failure !== null

  add({ changes, left, on_sale }: { changes: Change[]; left: number; on_sale: number }): void {
    this.#reader.keepFresh(left, on_sale, changes)
    for (const call of toCalls(changes, this.#skusPerCall, this.#apart)) {
      this.pool.add(async () => {
        if (this.mustEnd()) return
        try {
          await this.#send(call)
        } catch (error) {
          this.#failure ??= { error }
        }
      })
    }
  }

  async #send(changes: readonly Change[]): Promise<void> {
    const { serviceDb, workspaceId } = this.#going
    const left = changes.filter(({ id }) => (this.#reads.get(id) ?? 0) < MAX_READS)
    if (left.length < changes.length) {
      const late = changes.filter((change) => !left.includes(change))
      await cancelPlanned(
        serviceDb,
        workspaceId,
        late.map(({ id }) => id),
        'not_fresh',
      )
    }
    if (left.length === 0 || this.mustEnd()) return
    await this.#reader.freshen(left)
    const { results, stale } = await this.#wire.take(() => this.#beginAndSend(left))
    if (results.length > 0) await this.#settling.add(results)
    if (stale.length === 0) return
    for (const { id } of stale) this.#reads.set(id, (this.#reads.get(id) ?? 0) + 1)
    await this.#send(stale.map((change) => ({ ...change, seen_at: null })))
  }

  /** The last check, and at once the call. Answers what eBay said, and the changes whose price was read too long ago. */
  async #beginAndSend(changes: readonly Change[]): Promise<{ results: Settled[]; stale: Change[] }> {
    if (this.mustEnd()) return { results: [], stale: [] }
    // A token that is about to end is renewed before the last check, not between the check and the call.
    await this.#going.session.use(async () => undefined)
    // Here and not before: while the call waited for its place, a reading of everything may have shown another price.
    await this.#reader.noteDifferences(changes)
    const begun = await this.#beginning.begin(this.#reader.items(changes))
    this.#paused = begun.paused ?? this.#paused
    const isIn = (ids: string[]) => (change: Change) => ids.includes(change.id)
    const stale = changes.filter(isIn(begun.stale))
    const sending = changes.filter(isIn(begun.sending))
    if (sending.length === 0) return { results: [], stale }
    const sent = await sendCall(sending, this.#going)
    this.#waitSeconds = sent.waitSeconds ?? this.#waitSeconds
    this.#stop = sent.stop ?? this.#stop
    if (sent.isTooMany) this.#skusPerCall = 1
    for (const id of sent.apart) this.#apart.add(id)
    return { results: sent.results, stale }
  }

  /** Ends when nothing is under way and everything is written. */
  async rest(): Promise<void> {
    await this.pool.idle()
    await this.#settling.flush()
  }

  async end(endAtMs: number): Promise<SendEnd> {
    await this.#reader.idle()
    if (this.#failure) throw this.#failure.error
    if (this.#waitSeconds !== null && !this.#stop && !this.#paused) throw new JobPause(this.#waitSeconds)
    if (Date.now() >= endAtMs && !this.#stop && !this.#paused) throw new JobPause(1)
    return { paused: this.#paused, stop: this.#stop }
  }
}

/** Answers of eBay on their way into the price history, written together. */
class Settling {
  readonly #serviceDb: Db
  readonly #workspaceId: string
  #results: Settled[] = []
  #writing: Promise<void> = Promise.resolve()
  constructor(serviceDb: Db, workspaceId: string) {
    this.#serviceDb = serviceDb
    this.#workspaceId = workspaceId
  }
  async add(results: Settled[]): Promise<void> {
    this.#results.push(...results)
    if (this.#results.length >= SETTLE_ROWS) await this.flush()
  }
  async flush(): Promise<void> {
    const results = this.#results.splice(0)
    if (results.length > 0)
      this.#writing = this.#writing.then(() => settleChanges(this.#serviceDb, this.#workspaceId, results))
    await this.#writing
  }
}
