import { randomUUID } from 'node:crypto'
import type { LocalDatabase } from '../database/open-database.ts'
import { DAY_MS, type DemoListing, RECORDED_DAYS } from './demo-ebay-shop.ts'

type Known = {
  id: string
  workspace_id: string
  ebay_item_id: string
  sku: string | null
  title: string
  currency: string
  price_cents: number
  quantity_available: number | null
  quantity_sold: number
  watch_count: number | null
  strategy_id: string | null
  strategy_name: string | null
  owner_id: string
}

const REFUSAL = 'eBay: This listing may not be revised because a buyer has an offer on it that waits for an answer.'

/**
 * The three months before today, which no API accepts: recorded days, sales, price changes and runs. Every number
 * agrees with what the shop shows now.
 */
export async function addDemoHistory(
  database: LocalDatabase,
  shop: readonly DemoListing[],
  email: string,
): Promise<void> {
  // safe: the columns are those of the query
  const rows = (await database.query(
    `select listing.id, listing.workspace_id, ebay_item_id, sku, title, currency, price_cents::int as price_cents, quantity_available,
       quantity_sold, watch_count, strategy_id, strategy.name as strategy_name, users.id as owner_id
     from public.listings as listing
     join public.users as users on users.current_workspace_id = listing.workspace_id and users.email = $1
     left join public.strategies as strategy on strategy.id = listing.strategy_id`,
    [email],
  )) as unknown[] as Known[]
  const byItem = new Map(rows.map((row) => [row.ebay_item_id, row]))
  const today = new Date().setUTCHours(12, 0, 0, 0)
  const past: Past = { days: [], sales: [], changes: [], runs: new Map() }
  for (const listing of shop) {
    const known = byItem.get(listing.item_id)
    if (known && listing.strategy) tell(past, listing, known, today)
  }
  await write(database, past, shop, byItem)
}

type Past = {
  days: object[]
  sales: object[]
  changes: object[]
  runs: Map<number, { id: string; workspace_id: string; due: number; started_at: string; finished_at: string }>
}

function tell(past: Past, listing: DemoListing, known: Known, today: number): void {
  const { id: listing_id, workspace_id, ebay_item_id, sku, title, currency, strategy_id, strategy_name } = known
  const named = { workspace_id, listing_id, ebay_item_id, sku, title, currency }
  const dayAgo = (days: number) => today - Math.round(days * 2) * (DAY_MS / 2)
  const priceAt = (ms: number) =>
    listing.drops.findLast((drop) => dayAgo(drop.at_days_ago) <= ms)?.new_price_cents ?? listing.first_price_cents
  for (let ago = RECORDED_DAYS; ago >= 1; ago -= 1) {
    const endMs = today - ago * DAY_MS + DAY_MS / 2
    const soldSince = listing.sold_days_ago.filter((day) => day < ago).length
    past.days.push({
      listing_id,
      workspace_id,
      day: new Date(today - ago * DAY_MS).toISOString().slice(0, 10),
      price_cents: priceAt(endMs),
      quantity_available: known.quantity_available === null ? null : known.quantity_available + soldSince,
      quantity_sold: known.quantity_sold - soldSince,
      watch_count: known.watch_count === null ? null : Math.max(0, known.watch_count - Math.floor(ago / 21)),
      status: 'active',
    })
  }
  for (const day of listing.sold_days_ago) {
    const soldMs = today - day * DAY_MS + 3 * 3_600_000
    past.sales.push({
      workspace_id,
      listing_id,
      quantity: 1,
      price_cents: priceAt(soldMs),
      currency,
      sold_at: iso(soldMs),
    })
  }
  for (const drop of listing.drops) {
    const atMs = dayAgo(drop.at_days_ago)
    const run = past.runs.get(atMs) ?? {
      id: randomUUID(),
      workspace_id,
      due: 0,
      started_at: iso(atMs),
      finished_at: iso(atMs + 42_000),
    }
    past.runs.set(atMs, { ...run, due: run.due + 1 })
    past.changes.push({
      ...named,
      run_id: run.id,
      kind: 'scheduled',
      slot_at: iso(atMs - 3_600_000),
      strategy_id,
      strategy_name,
      inputs: {
        size: drop.size,
        interval_days: listing.strategy === 'steady' ? 7 : 10,
        max_cut_cents: null,
        price_ending: listing.strategy === 'steady' ? null : 99,
        floor_cents: listing.floor_cents,
        is_capped: false,
        has_ending: listing.strategy !== 'steady',
        is_floor: drop.new_price_cents === listing.floor_cents,
        step_after_days: null,
      },
      floor_cents: Math.min(listing.floor_cents ?? 1, drop.new_price_cents),
      old_price_cents: drop.old_price_cents,
      new_price_cents: drop.new_price_cents,
      state: 'confirmed',
      planned_at: iso(atMs + 2000),
      sent_at: iso(atMs + 9000),
      confirmed_at: iso(atMs + 14_000),
      seen_price_cents: drop.new_price_cents,
    })
  }
  if (listing.fate === 'parked') {
    const atMs = today - 20 * 3_600_000
    past.changes.push({
      ...named,
      kind: 'manual',
      floor_cents: listing.floor_cents,
      old_price_cents: known.price_cents,
      new_price_cents: known.price_cents - 150,
      state: 'rejected',
      reason_code: 'rejected',
      reason: REFUSAL,
      actor_id: known.owner_id,
      planned_at: iso(atMs),
      sent_at: iso(atMs + 4000),
    })
  }
}

const iso = (ms: number) => new Date(ms).toISOString()

async function write(
  database: LocalDatabase,
  { days, sales, changes, runs }: Past,
  shop: readonly DemoListing[],
  byItem: ReadonlyMap<string, Known>,
): Promise<void> {
  const insert = (table: string, columns: string, rows: object[]) =>
    database.query(
      `insert into public.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::public.${table}, $1::jsonb) on conflict do nothing`,
      [JSON.stringify(rows)],
    )
  await insert(
    'listing_days',
    'listing_id, workspace_id, day, price_cents, quantity_available, quantity_sold, watch_count, status',
    days,
  )
  await insert(
    'price_runs',
    'id, workspace_id, started_by, state, scope, due, skipped, is_planned, started_at, finished_at',
    [
      ...[...runs.values()].map((run) => ({
        ...run,
        started_by: 'schedule',
        state: 'finished',
        scope: {},
        skipped: {},
        is_planned: true,
      })),
    ],
  )
  const withIds = (rows: object[]) => rows.map((row) => ({ id: randomUUID(), ...row }))
  await insert(
    'listing_sales',
    'id, workspace_id, listing_id, quantity, price_cents, currency, sold_at',
    withIds(sales),
  )
  await database.query(
    `update public.listing_sales as sale set product_id = listing.product_id
     from public.listings as listing where listing.id = sale.listing_id and listing.product_id is not null`,
  )
  await insert(
    'price_reduction_logs',
    'id, workspace_id, listing_id, run_id, ebay_item_id, sku, title, kind, slot_at, strategy_id, strategy_name, inputs, floor_cents, old_price_cents, new_price_cents, currency, state, reason_code, reason, actor_id, planned_at, sent_at, confirmed_at, seen_price_cents, is_below_floor_confirmed, send_count',
    withIds(changes.map((change) => ({ inputs: {}, is_below_floor_confirmed: false, send_count: 1, ...change }))),
  )
  await database.query(
    `update public.listings as listing set
       first_price_cents = fact.first_price_cents, cut_count = fact.cut_count, last_cut_at = fact.last_cut_at,
       reductions_enabled_at = case when listing.reductions_enabled then fact.enabled_at end,
       first_seen_at = fact.enabled_at,
       parked_code = fact.parked_code, parked_reason = fact.parked_reason, parked_at = fact.parked_at
     from jsonb_to_recordset($1::jsonb) as fact (id uuid, first_price_cents bigint, cut_count integer, last_cut_at timestamptz,
       enabled_at timestamptz, parked_code text, parked_reason text, parked_at timestamptz)
     where listing.id = fact.id`,
    [JSON.stringify(shop.flatMap((listing) => factsOf(listing, byItem)))],
  )
  // Due price drops became due an hour ago, so a schedule that just started has missed none.
  await database.query(
    `update public.listings as listing set last_cut_at = now() - make_interval(hours => 24 * strategy.interval_days + 1)
     from public.strategies as strategy
     where strategy.id = listing.strategy_id and strategy.is_live and listing.parked_code is null and listing.due_at < now() - interval '4 hours'`,
  )
  await database.query(
    `update public.strategies set live_since = now() - interval '80 days', created_at = now() - interval '81 days' where is_live`,
  )
}

function factsOf(
  { item_id, strategy, first_price_cents, drops, fate }: DemoListing,
  byItem: ReadonlyMap<string, Known>,
) {
  const known = byItem.get(item_id)
  if (!known || !strategy) return []
  const today = new Date().setUTCHours(12, 0, 0, 0)
  const last = drops.at(-1)
  const parkedAt = iso(today - 20 * 3_600_000)
  return [
    {
      id: known.id,
      first_price_cents,
      cut_count: drops.length,
      last_cut_at: last ? iso(today - Math.round(last.at_days_ago * 2) * (DAY_MS / 2)) : null,
      enabled_at: iso(today - (strategy === 'gentle' ? 9 : RECORDED_DAYS) * DAY_MS),
      ...(fate === 'parked' && { parked_code: 'rejected', parked_reason: REFUSAL, parked_at: parkedAt }),
    },
  ]
}
