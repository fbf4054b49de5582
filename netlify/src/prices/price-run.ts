import { planCuts } from '#core/prices/plan-drops.ts'
import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { getEbaySettingsOf } from './ebay-settings.repo.ts'
import { countCutsToday, listDueListings, planChanges, planRunUndo, type Run, readStrategies } from './engine.repo.ts'

const PLAN_ROWS = 500

export type Going = {
  serviceDb: Db
  workspaceId: string
  session: EbaySession
  /** Keeps the job; throws when another worker has it now. */
  beat: () => Promise<void>
  /** When this worker hands the run over to the next. */
  endAtMs: number
}

/** Decides about everything due, page by page; what was decided is written before the next page is read. */
export async function planRun(run: Run, { serviceDb, workspaceId, beat }: Going, planned: () => void): Promise<void> {
  if (run.is_planned) return
  if (run.started_by === 'undo') return planUndo(run, { serviceDb, workspaceId, beat }, planned)
  for (;;) {
    const [settings, strategies, cutsToday, listings] = await Promise.all([
      getEbaySettingsOf(serviceDb, workspaceId),
      readStrategies(serviceDb, workspaceId),
      countCutsToday(serviceDb, workspaceId),
      listDueListings(serviceDb, workspaceId, run.id, PLAN_ROWS),
    ])
    const { reductions_paused, vacation_until, lower_during_sales } = settings
    const context = { now: new Date(), reductions_paused, vacation_until, lower_during_sales }
    const rows = listings.map((listing) => ({ listing, strategy: strategies.get(listing.strategy_id) ?? null }))
    const plan = planCuts(rows, context, cutsToday)
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
        rule_version: strategies.get(strategy.id)?.rule_version ?? null,
        valid_until: cut.valid_until,
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

async function planUndo(
  run: Run,
  { serviceDb, workspaceId, beat }: Pick<Going, 'serviceDb' | 'workspaceId' | 'beat'>,
  planned: () => void,
): Promise<void> {
  let isPlanned = false
  while (!isPlanned) {
    isPlanned = await planRunUndo(serviceDb, workspaceId, run.id)
    planned()
    await beat()
  }
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
