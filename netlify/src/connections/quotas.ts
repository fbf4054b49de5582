import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { SourceFeature } from '#core/catalog/source-budget.ts'
import type { SourceName } from '#core/catalog/source-product.ts'
import { SharedVendor, type VendorUsage } from '#core/connections/quotas.ts'
import { formatInstant } from '#core/format.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { type Env, readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'

type Share = {
  name: (env: Env) => string
  unit: VendorUsage['unit']
  period: VendorUsage['period']
  limit: (env: Env) => number
  /** What the database counts for one unit that people see. */
  counted: number
}

const SHARES: Readonly<Record<SharedVendor, Share>> = {
  keepa: {
    // One cap for all sources of product data: a request to Amazon counts as a token.
    name: (env) => (env.AMAZON_CREATORS_CREDENTIALS.length > 0 ? 'Keepa and Amazon' : 'Keepa'),
    unit: 'tokens',
    period: 'day',
    limit: (env) => env.WORKSPACE_KEEPA_TOKENS_PER_DAY,
    counted: 1,
  },
  aftership: {
    name: () => 'AfterShip',
    unit: 'trackings',
    period: 'month',
    limit: (env) => env.WORKSPACE_AFTERSHIP_TRACKINGS_PER_MONTH,
    counted: 1,
  },
  elevenlabs: {
    name: () => 'ElevenLabs',
    unit: 'credits',
    period: 'month',
    limit: (env) => env.WORKSPACE_ELEVENLABS_CREDITS_PER_MONTH,
    counted: 1,
  },
  // Seconds, so that a clip of 15 seconds does not count as a minute.
  transcoder: {
    name: () => 'video conversion',
    unit: 'minutes',
    period: 'day',
    limit: (env) => env.WORKSPACE_TRANSCODER_MINUTES_PER_DAY,
    counted: 60,
  },
  anthropic: {
    name: () => 'AI writing',
    unit: 'captions',
    period: 'day',
    limit: (env) => env.WORKSPACE_CAPTIONS_PER_DAY,
    counted: 1,
  },
}

/** The workspace has used its share of a vendor, or would exceed it. Nothing was sent to the vendor. */
export class QuotaError extends AppError {
  readonly resetsAt: string
  /** More than the share of a whole day or month, so waiting does not help. */
  readonly isNever: boolean
  constructor(vendor: SharedVendor, units: number, used: number, resetsAt: string) {
    const { counted, limit } = SHARES[vendor]
    const most = limit(readEnv())
    const isNever = units > most * counted
    super('quota_exceeded', sentence(vendor, { units, used, most, isNever, resetsAt }), {
      resets_at: resetsAt,
      ...(!isNever && { retryAfterSeconds: secondsUntil(resetsAt) }),
    })
    this.name = 'QuotaError'
    this.resetsAt = resetsAt
    this.isNever = isNever
  }
  /** Until the share begins anew. */
  get waitSeconds(): number {
    return secondsUntil(this.resetsAt)
  }
}

const secondsUntil = (instant: string) => Math.max(1, Math.ceil((Date.parse(instant) - Date.now()) / 1000))

type Told = { units: number; used: number; most: number; isNever: boolean; resetsAt: string }

function sentence(vendor: SharedVendor, { units, used, most, isNever, resetsAt }: Told): string {
  const { name, unit, period, counted } = SHARES[vendor]
  const shown = (count: number) => `${Math.ceil(count / counted).toLocaleString('en-US')} ${unit} of ${name(readEnv())}`
  const share = shown(most * counted)
  if (isNever) {
    const allowed = most === 0 ? 'Your workspace may use none.' : `Your workspace may use ${share} a ${period}.`
    return `This needs ${shown(units)}. ${allowed} Ask your administrator for a larger share.`
  }
  const left = most * counted - used
  const state =
    left > 0
      ? `This needs ${shown(units)}, and your workspace has ${shown(left)} left this ${period}.`
      : `Your workspace has used its ${share} for this ${period}.`
  const at = formatInstant(resetsAt, 'en-US', 'UTC')
  return `${state} The share starts anew on ${at} UTC. Wait until then, or ask your administrator for a larger share.`
}

const Usage = z.object({ vendor: SharedVendor, used: z.number().int(), resets_at: Instant })

const readUsage = async (db: Db) => z.array(Usage).parse(unwrap(await db.rpc('list_vendor_usage')))

/** What the caller's workspace has used of each shared vendor. Throws `not_allowed`. */
export async function listVendorUsage(db: Db): Promise<{ items: VendorUsage[] }> {
  const env = readEnv()
  const items = (await readUsage(db)).map(({ vendor, used, resets_at }) => {
    const { unit, period, limit, counted } = SHARES[vendor]
    return { vendor, unit, period, used: Math.ceil(used / counted), limit: limit(env), resets_at }
  })
  return { items }
}

/**
 * Refuses a person's request whose work would exceed the share, before anything is stored. The work itself takes the
 * units. Throws `QuotaError`, `not_allowed`.
 */
export async function requireShare(db: Db, vendor: SharedVendor, units: number): Promise<void> {
  const usage = (await readUsage(db)).find((row) => row.vendor === vendor)
  if (usage && usage.used + units > limitOf(vendor)) throw new QuotaError(vendor, units, usage.used, usage.resets_at)
}

/** The most that the database may count for a workspace in one period. */
export const limitOf = (vendor: SharedVendor): number => SHARES[vendor].limit(readEnv()) * SHARES[vendor].counted

// Every function below takes the `serviceDb` only: a person must not settle their own calls.

/** Work at a source of product data also says for which feature, so that the budget page can tell. */
export type Work =
  | { workspaceId: string; vendor: Exclude<SharedVendor, 'keepa'> }
  | { workspaceId: string; vendor: 'keepa'; source: SourceName; feature: SourceFeature }

const Taken = z.object({ granted: z.array(z.string()), used: z.number().int(), resets_at: Instant })

/**
 * Takes units for each piece of work, in order, as long as the share allows; `refused` says why the others may not
 * begin. Work whose units were taken before, and whose outcome is unknown, is granted again for nothing.
 */
export async function takeUnits(
  serviceDb: Db,
  work: Work,
  { keys, units }: { keys: string[]; units: number },
): Promise<{ granted: Set<string>; refused: QuotaError | null }> {
  const { workspaceId, vendor } = work
  const answer = await serviceDb.rpc('take_vendor_units', {
    p_workspace_id: workspaceId,
    p_vendor: vendor,
    p_keys: keys,
    p_units: units,
    p_most: limitOf(vendor),
    ...(work.vendor === 'keepa' && { p_source: work.source, p_feature: work.feature }),
  })
  const { granted, used, resets_at } = Taken.parse(unwrap(answer))
  const refused = granted.length < keys.length ? new QuotaError(vendor, units, used, resets_at) : null
  return { granted: new Set(granted), refused }
}

/** The work has ended: it cost so many units in all. Settling it again changes nothing. */
export async function settleUnits(
  serviceDb: Db,
  { workspaceId, vendor }: Work,
  { keys, units }: { keys: string[]; units: number },
): Promise<void> {
  const args = { p_workspace_id: workspaceId, p_vendor: vendor, p_keys: keys, p_units: Math.ceil(units) }
  unwrap(await serviceDb.rpc('settle_vendor_units', args))
}

/**
 * Calls a shared vendor for a workspace: takes the units, and settles them by `spent` when the vendor said what the call
 * cost. A refused call cost nothing. A call with an unknown outcome stays counted; the next attempt with the same key
 * takes nothing more. Throws `QuotaError` when the share is used up, and nothing was called.
 */
export async function spendUnits<T extends Spent>(
  serviceDb: Db,
  work: Work,
  { key = randomUUID(), units }: { key?: string; units: number },
  call: () => Promise<T>,
): Promise<T> {
  const taken = { keys: [key], units }
  const { refused } = await takeUnits(serviceDb, work, taken)
  if (refused) throw refused
  return settling(serviceDb, work, taken, call)
}

type Spent = { spent?: number | null }

/** The second half of `spendUnits`, for units that were taken. */
export async function settling<T extends Spent>(
  serviceDb: Db,
  work: Work,
  { keys, units }: { keys: string[]; units: number },
  call: () => Promise<T>,
): Promise<T> {
  // What cannot be settled stays counted. The vendor's answer is worth more than the count.
  const settle = (spent: number) =>
    settleUnits(serviceDb, work, { keys, units: spent }).catch((error: unknown) =>
      log.warn('quota.not_settled', { vendor: work.vendor, workspaceId: work.workspaceId, error: String(error) }),
    )
  try {
    const answer = await call()
    await settle(answer.spent ?? keys.length * units)
    return answer
  } catch (error) {
    if (error instanceof ProviderError && error.isUnspent) await settle(0)
    throw error
  }
}
