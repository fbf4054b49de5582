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

/** The run that goes on, or a new one. */
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

const StrategyRow = ruleWith({ id: z.uuid(), name: z.string(), is_active: z.boolean(), is_live: z.boolean() })
const STRATEGY_COLUMNS = Object.keys(StrategyRow.options[0].shape).join(', ')

/** The workspace's strategies by their ids. */
export async function readStrategies(serviceDb: Db, workspaceId: string): Promise<Map<string, PricedStrategy>> {
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
    inputs: CutInputs
  }[]
  due: number
  skipped: Record<string, number>
  cursor: { due_at: string; id: string } | null
  isPlanned: boolean
}

/** Writes a page of the plan and where the run goes on. Answers how many changes were written. */
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
})
export type Change = z.infer<typeof Change>

const Taken = z.object({ paused: z.string().nullable(), taken: z.number().int().default(0), changes: z.array(Change) })

/** Takes planned changes of a run (null: those of persons) to be sent now; nobody else gets them. */
export async function beginSending(serviceDb: Db, workspaceId: string, runId: string | null, limit: number) {
  const args = { p_workspace_id: workspaceId, p_limit: limit, ...(runId !== null && { p_run_id: runId }) }
  return Taken.parse(unwrap(await serviceDb.rpc('begin_sending', args)))
}

export type Settled = {
  id: string
  outcome: 'accepted' | 'rejected' | 'again' | 'unknown'
  code: string | null
  message: string | null
  is_parked: boolean
}

/** What eBay answered. */
export async function settleChanges(serviceDb: Db, workspaceId: string, results: Settled[]): Promise<void> {
  unwrap(await serviceDb.rpc('settle_price_changes', { p_workspace_id: workspaceId, p_results: results }))
}

export type Seen = { ebay_item_id: string; seen_price_cents: number; currency: string; seen_at: string }

/** What eBay shows. */
export async function confirmChanges(serviceDb: Db, workspaceId: string, rows: Seen[]): Promise<void> {
  if (rows.length === 0) return
  unwrap(await serviceDb.rpc('confirm_price_changes', { p_workspace_id: workspaceId, p_rows: rows }))
}

const Unsettled = z.object({ unsettled: z.number().int(), on_sale: z.number().int() })

/** How many changes eBay has to be asked about, and how many listings a reading of all would show. */
export async function countUnsettled(serviceDb: Db, workspaceId: string) {
  return Unsettled.parse(unwrap(await serviceDb.rpc('count_unsettled_changes', { p_workspace_id: workspaceId })))
}

const UnsettledChange = Change.extend({ state: z.enum(['sending', 'sent', 'unknown']) })

/** The changes eBay has to be asked about, page by page in the order of their ids. */
export async function listUnsettled(serviceDb: Db, workspaceId: string, limit: number, afterId: string | null) {
  const args = { p_workspace_id: workspaceId, p_limit: limit, ...(afterId !== null && { p_after_id: afterId }) }
  return z.array(UnsettledChange).parse(unwrap(await serviceDb.rpc('list_unsettled_changes', args)))
}

/** Changes of listings that eBay does not have any more. */
export async function giveUpChanges(serviceDb: Db, workspaceId: string, ids: string[]): Promise<void> {
  const args = {
    p_workspace_id: workspaceId,
    p_ids: ids,
    p_code: 'listing_gone',
    p_reason: 'eBay does not have this listing any more.',
  }
  unwrap(await serviceDb.rpc('give_up_changes', args))
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
