import { z } from 'zod'
import { SourceName, SourceProduct } from '#core/catalog/source-product.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import type { SourceTokens } from './product-source.ts'

// Every function takes the `serviceDb`: the tables hold no data of a workspace, and no person may write them.

/** How long a caller has for one request, repeats included. Then another may ask. */
const LEASE_SECONDS = 90

// A stored answer of an earlier release with another shape is asked again.
const Products = z
  .array(z.unknown())
  .transform((rows) => rows.flatMap((row) => SourceProduct.safeParse(row).data ?? []))

type Age = { maxAgeSeconds: number; videos: boolean }

/** The stored answers that are young enough, of the first source that has one. */
export async function readKept(
  serviceDb: Db,
  sources: readonly SourceName[],
  marketplace: MarketplaceCode,
  asins: readonly string[],
  { maxAgeSeconds, videos }: Age,
): Promise<SourceProduct[]> {
  const answer = await serviceDb.rpc('read_source_products', {
    p_sources: [...sources],
    p_marketplace: marketplace,
    p_asins: [...asins],
    p_max_age_seconds: maxAgeSeconds,
    p_videos: videos,
  })
  return Products.parse(unwrap(answer))
}

const Claim = z.object({ fresh: z.array(z.unknown()), claimed: z.array(z.string()), busy: z.array(z.string()) })
export type Claim = { fresh: SourceProduct[]; claimed: string[]; busy: string[] }

/** Decides who asks: answers that came meanwhile, ASINs that the lease now holds, and those that another asks about. */
export async function claimReads(
  serviceDb: Db,
  source: SourceName,
  marketplace: MarketplaceCode,
  asins: readonly string[],
  { lease, maxAgeSeconds, videos }: Age & { lease: string },
): Promise<Claim> {
  const answer = await serviceDb.rpc('claim_source_reads', {
    p_source: source,
    p_marketplace: marketplace,
    p_asins: [...asins],
    p_max_age_seconds: maxAgeSeconds,
    p_videos: videos,
    p_lease: lease,
    p_lease_seconds: LEASE_SECONDS,
  })
  const { fresh: rows, claimed, busy } = Claim.parse(unwrap(answer))
  const fresh = Products.parse(rows)
  if (fresh.length === rows.length || maxAgeSeconds === 0) return { fresh, claimed, busy }
  // A stored answer that this release cannot read is as good as none.
  const known = new Set([...fresh.map(({ asin }) => asin), ...claimed, ...busy])
  const unreadable = asins.filter((asin) => !known.has(asin))
  const more = await claimReads(serviceDb, source, marketplace, unreadable, { lease, maxAgeSeconds: 0, videos })
  return { fresh, claimed: [...claimed, ...more.claimed], busy: [...busy, ...more.busy] }
}

/** Keeps answers and ends the lease. */
export async function keepProducts(
  serviceDb: Db,
  products: readonly SourceProduct[],
  { videos, lease }: { videos: boolean; lease?: string },
): Promise<void> {
  const args = { p_products: products as never, p_videos: videos, ...(lease !== undefined && { p_lease: lease }) }
  unwrap(await serviceDb.rpc('keep_source_products', args))
}

/** The caller asks no longer. */
export async function releaseReads(serviceDb: Db, lease: string): Promise<void> {
  unwrap(await serviceDb.rpc('release_source_reads', { p_lease: lease }))
}

const ClaimedLists = z.object({
  fresh: z.record(z.string(), z.unknown()),
  claimed: z.array(z.string()),
  busy: z.array(z.string()),
})
export type ClaimedLists<T> = { fresh: Map<string, T[]>; claimed: string[]; busy: string[] }

/** As `claimReads`, for lists of ASINs by their names. */
export async function claimLists<T>(
  serviceDb: Db,
  { source, marketplace }: { source: SourceName; marketplace: MarketplaceCode },
  names: readonly string[],
  { lease, maxAgeSeconds, item }: { lease: string; maxAgeSeconds: number; item: z.ZodType<T> },
): Promise<ClaimedLists<T>> {
  const answer = await serviceDb.rpc('claim_source_lists', {
    p_source: source,
    p_marketplace: marketplace,
    p_names: [...names],
    p_max_age_seconds: maxAgeSeconds,
    p_lease: lease,
    p_lease_seconds: LEASE_SECONDS,
  })
  const { fresh: rows, claimed, busy } = ClaimedLists.parse(unwrap(answer))
  const fresh = new Map<string, T[]>()
  for (const [name, row] of Object.entries(rows)) {
    const read = z.array(item).safeParse(row)
    if (read.success) fresh.set(name, read.data)
  }
  const unreadable = Object.keys(rows).filter((name) => !fresh.has(name))
  if (unreadable.length === 0) return { fresh, claimed, busy }
  const place = { source, marketplace }
  const more = await claimLists(serviceDb, place, unreadable, { lease, maxAgeSeconds: 0, item })
  return { fresh, claimed: [...claimed, ...more.claimed], busy: [...busy, ...more.busy] }
}

/** Keeps lists of ASINs, empty ones too. */
export async function keepLists(
  serviceDb: Db,
  { source, marketplace }: { source: SourceName; marketplace: MarketplaceCode },
  lists: ReadonlyMap<string, readonly unknown[]>,
): Promise<void> {
  const p_lists = Object.fromEntries(lists) as never
  unwrap(await serviceDb.rpc('keep_source_lists', { p_source: source, p_marketplace: marketplace, p_lists }))
}

const KnownState = z.object({
  source: SourceName,
  key: z.string(),
  /** Empty for a state of the whole key. */
  marketplace: z.string(),
  state: z.enum(['working', 'paused', 'reconnect']),
  since: Instant,
  retry_at: Instant.nullable(),
  probe_asin: z.string().nullable(),
  tokens_left: z.number().int().nullable(),
  refill_per_minute: z.number().int().nullable(),
  tokens_read_at: Instant.nullable(),
  available_at: Instant.nullable(),
})
export type KnownState = z.infer<typeof KnownState>

/** The states of these keys, by their fingerprints. */
export async function listSourceStates(serviceDb: Db, keys: readonly string[]): Promise<KnownState[]> {
  return z.array(KnownState).parse(unwrap(await serviceDb.rpc('list_source_states', { p_keys: [...new Set(keys)] })))
}

export type SourceNote = {
  tokens?: SourceTokens | null
  /** Until the source serves the next request; 0 for at once. */
  waitSeconds?: number
} & (
  | { state?: 'working' }
  | { state: 'paused' | 'reconnect'; reason: string; retrySeconds: number; probeAsin?: string | null }
)

/** Notes what a source said about itself; what `note` leaves out stays. */
export async function noteSource(
  serviceDb: Db,
  { source, key, marketplace }: { source: SourceName; key: string; marketplace: MarketplaceCode | '' },
  note: SourceNote,
): Promise<void> {
  const inSeconds = (seconds: number) => new Date(Date.now() + Math.ceil(seconds * 1000)).toISOString()
  const p_note = {
    ...(note.tokens && {
      tokens_left: Math.trunc(note.tokens.left),
      refill_per_minute: Math.trunc(note.tokens.refillPerMinute),
    }),
    ...(note.waitSeconds !== undefined && { available_at: note.waitSeconds > 0 ? inSeconds(note.waitSeconds) : null }),
    ...(note.state && { state: note.state }),
    ...('reason' in note && {
      reason: note.reason,
      retry_at: inSeconds(note.retrySeconds),
      probe_asin: note.probeAsin ?? null,
    }),
  }
  unwrap(await serviceDb.rpc('note_source', { p_source: source, p_key: key, p_marketplace: marketplace, p_note }))
}
