import { z } from 'zod'
import { ManagementKind } from '#core/listings/listing-kinds.ts'
import { PricedListing } from '#core/prices/priced-listing.ts'
import type { CutInputs } from '#core/prices/pricing.ts'
import { type PricedStrategy, ruleWith } from '#core/prices/strategies.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'

// Every function here takes the `serviceDb`, which passes row level security, so each query names the workspace.

const Run = z.object({
  id: z.uuid(),
  started_by: z.enum(['schedule', 'person', 'undo']),
  state: z.enum(['running', 'finished', 'stopped']),
  is_planned: z.boolean(),
  started_at: Instant,
})
export type Run = z.infer<typeof Run>

/** The run under way, or a new one. */
export async function beginRun(serviceDb: Db, workspaceId: string): Promise<Run> {
  const args = { p_workspace_id: workspaceId, p_started_by: 'schedule' }
  return Run.parse(unwrap(await serviceDb.rpc('begin_price_run', args)))
}

export const DueListing = PricedListing.extend({ strategy_id: z.uuid(), due_at: Instant })
export type DueListing = z.infer<typeof DueListing>

/** The next listings of a run, the longest due first. */
export async function listDueListings(serviceDb: Db, workspaceId: string, runId: string, limit: number) {
  const args = { p_workspace_id: workspaceId, p_run_id: runId, p_limit: limit }
  return z.array(DueListing).parse(unwrap(await serviceDb.rpc('list_due_listings', args)))
}

const StrategyRow = ruleWith({
  id: z.uuid(),
  name: z.string(),
  is_active: z.boolean(),
  is_live: z.boolean(),
  rule_version: z.number().int(),
})
const STRATEGY_COLUMNS = Object.keys(StrategyRow.options[0].shape).join(', ')

/** The workspace's strategies by their ids. */
export async function readStrategies(
  serviceDb: Db,
  workspaceId: string,
): Promise<Map<string, PricedStrategy & { rule_version: number }>> {
  const query = serviceDb.from('strategies').select(STRATEGY_COLUMNS).eq('workspace_id', workspaceId)
  const rows = z.array(StrategyRow).parse(unwrap(await query))
  return new Map(rows.map((strategy) => [strategy.id, strategy]))
}

/** How many listings each capped strategy has cut in its day. */
export async function countCutsToday(serviceDb: Db, workspaceId: string): Promise<Map<string, number>> {
  const counts = unwrap(await serviceDb.rpc('count_cuts_today', { p_workspace_id: workspaceId }))
  return new Map(Object.entries(z.record(z.string(), z.number().int()).parse(counts)))
}

type Plan = {
  changes: {
    listing_id: string
    strategy_id: string
    slot_at: string
    old_price_cents: number
    new_price_cents: number
    rule_version: number | null
    valid_until: string | null
    inputs: CutInputs
  }[]
  due: number
  skipped: Record<string, number>
  cursor: { due_at: string; id: string } | null
  isPlanned: boolean
}

/** Writes a page of the plan and the cursor after it. Answers how many changes were written. */
export async function planChanges(serviceDb: Db, workspaceId: string, runId: string, plan: Plan): Promise<number> {
  const args = {
    p_workspace_id: workspaceId,
    p_run_id: runId,
    p_changes: plan.changes,
    p_due: plan.due,
    p_skipped: plan.skipped,
    p_is_planned: plan.isPlanned,
    ...(plan.cursor && { p_cursor_due_at: plan.cursor.due_at, p_cursor_id: plan.cursor.id }),
  }
  return z
    .number()
    .int()
    .parse(unwrap(await serviceDb.rpc('plan_price_changes', args)))
}

const Change = z.object({
  id: z.uuid(),
  listing_id: z.uuid().nullable(),
  ebay_item_id: z.string(),
  sku: z.string().nullable(),
  offer_id: z.string().nullable(),
  management_kind: ManagementKind.nullable(),
  old_price_cents: z.number().int(),
  new_price_cents: z.number().int(),
  currency: z.string(),
  planned_at: z.string(),
  /** When eBay last showed the old price; null when it showed another one. */
  seen_at: Instant.nullable(),
})
export type Change = z.infer<typeof Change>

const Planned = z.object({ left: z.number().int(), on_sale: z.number().int(), changes: z.array(Change) })

type Place = { planned_at: string; id: string }

/** Planned changes of a run (null: of persons) after that place, in the order in which they are sent. */
export async function listPlanned(
  serviceDb: Db,
  workspaceId: string,
  runId: string | null,
  limit: number,
  after: Place | null,
) {
  const args = {
    p_workspace_id: workspaceId,
    p_limit: limit,
    ...(runId !== null && { p_run_id: runId }),
    ...(after && { p_after_at: after.planned_at, p_after_id: after.id }),
  }
  return Planned.parse(unwrap(await serviceDb.rpc('list_planned_changes', args)))
}

/** One change of a call, with the price eBay showed last and when. */
export type CallItem = { id: string; price_cents: number; currency: string; seen_at: string }

const Begun = z.object({
  /** Why nothing may be sent; everything stays planned then. */
  paused: z.string().nullable(),
  /** Ids this worker sends now; nobody else gets them. */
  sending: z.array(z.uuid()),
  /** Ids whose price must be read again first. */
  stale: z.array(z.uuid()),
})
export type Begun = z.infer<typeof Begun>

/** Starts calls: judges their changes once more and hands the ones that still hold to this worker. */
export async function beginCalls(serviceDb: Db, workspaceId: string, items: CallItem[]): Promise<Begun> {
  const args = { p_workspace_id: workspaceId, p_items: items }
  return Begun.parse(unwrap(await serviceDb.rpc('begin_price_calls', args)))
}

/** Takes planned changes back that this run could not send. */
export async function cancelPlanned(serviceDb: Db, workspaceId: string, ids: string[], code: string): Promise<void> {
  const args = { p_workspace_id: workspaceId, p_ids: ids, p_code: code }
  unwrap(await serviceDb.rpc('cancel_planned_changes', args))
}

export type Settled = {
  id: string
  outcome: 'accepted' | 'rejected' | 'again' | 'unknown'
  code: string | null
  message: string | null
  /** The listing's own permanent error: nothing is sent until a person has looked. */
  is_parked?: true
  /** eBay refuses changes of this listing for so long. */
  hold_seconds?: number
  /** The listing is not on sale any more. */
  is_ended?: true
}

/** What eBay answered. */
export async function settleChanges(serviceDb: Db, workspaceId: string, results: Settled[]): Promise<void> {
  unwrap(await serviceDb.rpc('settle_price_changes', { p_workspace_id: workspaceId, p_results: results }))
}

/** What one reading of eBay shows of a listing. */
export type Seen = {
  ebay_item_id: string
  price_cents: number
  currency: string
  seen_at: string
  status?: 'ended'
  quantity_available?: number
  sale_price_cents?: number
  sale_ends_at?: string
}

/** Settles changes by what eBay shows, and notes what differs from what we believe. Listings without a change are left out. */
export async function recordSeen(serviceDb: Db, workspaceId: string, rows: Seen[]): Promise<void> {
  if (rows.length === 0) return
  unwrap(await serviceDb.rpc('record_seen_prices', { p_workspace_id: workspaceId, p_rows: rows }))
}

const Unsettled = z.object({ unsettled: z.number().int(), due: z.number().int(), on_sale: z.number().int() })

/** How many changes are not settled, how many of them to ask eBay about now, and how many listings a whole reading shows. */
export async function countUnsettled(serviceDb: Db, workspaceId: string) {
  return Unsettled.parse(unwrap(await serviceDb.rpc('count_unsettled_changes', { p_workspace_id: workspaceId })))
}

const UnsettledChange = z.object({ id: z.uuid(), ebay_item_id: z.string() })
export type UnsettledChange = z.infer<typeof UnsettledChange>

/** The changes to ask eBay about now, page by page in the order of their ids. */
export async function listUnsettled(serviceDb: Db, workspaceId: string, limit: number, afterId: string | null) {
  const args = { p_workspace_id: workspaceId, p_limit: limit, ...(afterId !== null && { p_after_id: afterId }) }
  return z.array(UnsettledChange).parse(unwrap(await serviceDb.rpc('list_unsettled_changes', args)))
}

/** Changes of listings that eBay does not have any more. */
export async function giveUpChanges(serviceDb: Db, workspaceId: string, ids: string[]): Promise<void> {
  unwrap(await serviceDb.rpc('give_up_changes', { p_workspace_id: workspaceId, p_ids: ids }))
}

/** Ends a run; with a reason it was stopped. */
export async function finishRun(
  serviceDb: Db,
  workspaceId: string,
  runId: string,
  stop?: { code: string; reason: string },
): Promise<void> {
  const args = {
    p_workspace_id: workspaceId,
    p_run_id: runId,
    ...(stop && { p_stop_code: stop.code, p_stop_reason: stop.reason }),
  }
  unwrap(await serviceDb.rpc('finish_price_run', args))
}

/** Gives runs and changes whose worker vanished to another, and takes back what belongs to nobody. */
export async function wakePriceJobs(serviceDb: Db, workspaceId: string): Promise<void> {
  unwrap(await serviceDb.rpc('wake_price_jobs', { p_workspace_id: workspaceId }))
}

/** The next chunk of an undo. Answers whether all of it is planned. */
export async function planRunUndo(serviceDb: Db, workspaceId: string, runId: string): Promise<boolean> {
  const args = { p_workspace_id: workspaceId, p_run_id: runId }
  return z.boolean().parse(unwrap(await serviceDb.rpc('plan_run_undo', args)))
}

/** Writes into the next listings what their strategy's change means for them. Answers whether listings are left. */
export async function settleStrategies(serviceDb: Db, workspaceId: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await serviceDb.rpc('settle_strategies', { p_workspace_id: workspaceId })))
}

const TAKEN_BACK_AT_ONCE = 1000

/** Takes back the next planned changes of runs that ended. Answers whether more may be left. */
export async function takeBackChanges(serviceDb: Db, workspaceId: string): Promise<boolean> {
  const args = { p_workspace_id: workspaceId, p_limit: TAKEN_BACK_AT_ONCE }
  const count = z
    .number()
    .int()
    .parse(unwrap(await serviceDb.rpc('take_back_changes', args)))
  return count === TAKEN_BACK_AT_ONCE
}

/** Which interface revises a listing, as eBay just told. */
export async function setManagementKind(
  serviceDb: Db,
  workspaceId: string,
  listingId: string,
  kind: z.infer<typeof ManagementKind>,
  offerId?: string,
): Promise<void> {
  const args = {
    p_workspace_id: workspaceId,
    p_listing_id: listingId,
    p_management_kind: kind,
    ...(offerId !== undefined && { p_offer_id: offerId }),
  }
  unwrap(await serviceDb.rpc('set_management_kind', args))
}

/** Asks for a job of a workspace. */
export async function enqueueEbayJob(
  serviceDb: Db,
  workspaceId: string,
  kind: string,
  runAt = new Date(),
): Promise<void> {
  const args = {
    p_kind: kind,
    p_key: `${kind}:${workspaceId}`,
    p_workspace_id: workspaceId,
    p_run_at: runAt.toISOString(),
  }
  unwrap(await serviceDb.rpc('enqueue_job', args))
}
