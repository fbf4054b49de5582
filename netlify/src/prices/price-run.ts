import { planCuts } from '#core/prices/plan-drops.ts'
import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import type { AppError } from '../errors.ts'
import { WorkPool } from '../in-parallel.ts'
import { JobPause } from '../jobs/define-job.ts'
import { getEbaySettingsOf } from './ebay-settings.repo.ts'
import {
  beginSending,
  countCutsToday,
  listDueListings,
  planChanges,
  type Run,
  readStrategies,
  type Settled,
  settleChanges,
} from './engine.repo.ts'
import { SEND_CONCURRENCY, sendCall, toCalls } from './send-prices.ts'

const PLAN_ROWS = 500
/** Taken at a time: what may be under way when a worker dies, and has to be looked up. */
const TAKE_ROWS = 100
const SETTLE_ROWS = 100

export type Going = {
  serviceDb: Db
  workspaceId: string
  session: EbaySession
  /** Keeps the job; throws when it is somebody else's now. */
  beat: () => Promise<void>
  /** When this worker hands the run over to the next. */
  endAtMs: number
}

/** Decides about everything due, page by page; what was decided is written before the next page is read. */
export async function planRun(run: Run, { serviceDb, workspaceId, beat }: Going, planned: () => void): Promise<void> {
  if (run.is_planned) return
  const strategies = await readStrategies(serviceDb, workspaceId)
  for (;;) {
    const [settings, cutsToday, listings] = await Promise.all([
      getEbaySettingsOf(serviceDb, workspaceId),
      countCutsToday(serviceDb, workspaceId),
      listDueListings(serviceDb, workspaceId, run.id, PLAN_ROWS),
    ])
    const { reductions_paused, vacation_until } = settings
    const rows = listings.map((listing) => ({ listing, strategy: strategies.get(listing.strategy_id) ?? null }))
    const plan = planCuts(rows, { now: new Date(), reductions_paused, vacation_until }, cutsToday)
    const skipped: Record<string, number> = {}
    for (const { skip } of plan.skipped) skipped[skip.reason] = (skipped[skip.reason] ?? 0) + 1
    const last = listings.at(-1)
    const isPlanned = listings.length < PLAN_ROWS
    await planChanges(serviceDb, workspaceId, run.id, {
      changes: plan.cuts.map(({ listing, strategy, cut }) => ({
        listing_id: listing.id,
        strategy_id: strategy.id,
        slot_at: cut.slot_at,
        old_price_cents: cut.old_price_cents,
        new_price_cents: cut.new_price_cents,
        inputs: cut.inputs,
      })),
      due: listings.length,
      skipped,
      cursor: last ? { due_at: last.due_at, id: last.id } : null,
      isPlanned,
    })
    planned()
    await beat()
    if (isPlanned) return
  }
}

export type SendEnd = { paused: string | null; stop: AppError | null }

/**
 * Sends everything planned of a run (null: of persons) in as few calls as eBay allows, several at a time, and writes what
 * eBay answered. `planning` says when no more will be planned. Throws `JobPause` when eBay wants to be left alone or this
 * worker's time is up: the next one goes on.
 */
export async function sendPlanned(runId: string | null, going: Going, planning: Planning): Promise<SendEnd> {
  const { serviceDb, workspaceId, session, beat, endAtMs } = going
  const { skus_per_call } = await getEbaySettingsOf(serviceDb, workspaceId)
  const pool = new WorkPool(SEND_CONCURRENCY)
  const settling = new Settling(serviceDb, workspaceId)
  const end: SendEnd = { paused: null, stop: null }
  let isDrained = false
  let waitSeconds: number | null = null
  let failure: { error: unknown } | null = null
  const mustEnd = () => end.paused !== null || end.stop !== null || waitSeconds !== null || failure !== null

  while (!mustEnd() && Date.now() < endAtMs) {
    const wasPlanned = planning.isDone()
    const next = planning.next()
    const taken = await beginSending(serviceDb, workspaceId, runId, TAKE_ROWS)
    const takenAtMs = Date.now()
    end.paused = taken.paused
    for (const changes of toCalls(taken.changes, skus_per_call)) {
      pool.add(async () => {
        try {
          const sent = await sendCall(changes, { serviceDb, workspaceId, session, takenAtMs })
          waitSeconds = sent.waitSeconds ?? waitSeconds
          end.stop = sent.stop ?? end.stop
          await settling.add(sent.results)
        } catch (error) {
          failure ??= { error }
        }
      })
    }
    await beat()
    if (taken.taken > 0) {
      isDrained = false
      await pool.room()
    } else if (!wasPlanned) await next
    else if (isDrained) break
    else {
      // One more look when all is written: what was given back to be sent again is there then.
      await pool.idle()
      await settling.flush()
      isDrained = true
    }
  }
  await pool.idle()
  await settling.flush()
  const failed = failure as { error: unknown } | null // safe: written by the pool's work, which the compiler does not follow
  if (failed) throw failed.error
  if (waitSeconds !== null && !end.stop && !end.paused) throw new JobPause(waitSeconds)
  if (Date.now() >= endAtMs && !end.stop && !end.paused) throw new JobPause(1)
  return end
}

/** Whether more will be planned, and a promise for when there is more. */
export class Planning {
  #isDone = false
  #wakers: (() => void)[] = []
  isDone = () => this.#isDone
  next = () => (this.#isDone ? Promise.resolve() : new Promise<void>((resolve) => this.#wakers.push(resolve)))
  wake = () => {
    for (const wake of this.#wakers.splice(0)) wake()
  }
  done = () => {
    this.#isDone = true
    this.wake()
  }
}

/** Answers of eBay on their way into the ledger, written together. */
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
