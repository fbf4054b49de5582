import { z } from 'zod'
import { CatalogProduct, type CatalogProductInput } from './catalog/catalog-product.ts'
import { openAccount, type TokenAccount } from './token-bucket.ts'

export type KeepaState = {
  /** By API key; a key exists from its first request on. */
  accounts: Record<string, TokenAccount>
  rejected_keys: string[]
  refill_rate: number
  /** What a new key starts with; null for a full hour's worth. */
  opening_tokens: number | null
  /** Every seed replaces the whole list, so comparing its identity shows a change. */
  catalog: {
    base: 'default' | 'empty'
    generate_count: number
    generate_code: string | null
    products: CatalogProductInput[]
  }
  /** Unix milliseconds at which stale products were read again, by `domain/ASIN`. */
  refreshed_at: Record<string, number>
  /** The ASIN that is answered instead of the one that was asked. */
  swaps: Record<string, string>
  /** How many of the next answers end in the middle of their gzip. */
  cut_answers: number
}

const DEFAULT_REFILL_RATE = 20

/** `PUT /_emulator/seed`: a given part replaces that part, an absent part stays. */
export const KeepaSeed = z.strictObject({
  /** `empty` leaves only `products` and `generate`. */
  catalog: z.enum(['default', 'empty']).optional(),
  /** Added products; the same ASIN again replaces its product. */
  products: z.array(CatalogProduct).optional(),
  /** Further products for measuring; 0 removes them. */
  generate: z
    .strictObject({
      count: z.int().min(0).max(200_000),
      /** An EAN that all of them have: Amazon's sellers share codes. */
      code: z
        .string()
        .regex(/^\d{13}$/)
        .optional(),
    })
    .optional(),
  /** For one key, or for all present and future keys. */
  tokens: z
    .strictObject({
      key: z.string().optional(),
      left: z.int().optional(),
      refill_rate: z.int().min(1).optional(),
    })
    .optional(),
  /** Keys that get 402, as after the end of a plan. */
  rejected_keys: z.array(z.string()).optional(),
  /** Whoever asks for the first ASIN gets the second. */
  swaps: z.record(z.string(), z.string()).optional(),
  /** The next answers break off in the middle; their tokens are spent. */
  cut_answers: z.int().min(0).optional(),
})
export type KeepaSeed = z.infer<typeof KeepaSeed>

export function initialKeepaState(): KeepaState {
  return {
    accounts: {},
    rejected_keys: [],
    refill_rate: DEFAULT_REFILL_RATE,
    opening_tokens: null,
    catalog: { base: 'default', generate_count: 0, generate_code: null, products: [] },
    refreshed_at: {},
    swaps: {},
    cut_answers: 0,
  }
}

/** Changes the state as the seed says. */
export function applyKeepaSeed(state: KeepaState, seed: KeepaSeed, nowMs: number): void {
  if (seed.catalog || seed.products || seed.generate) {
    const added = new Map(state.catalog.products.map((product) => [product.asin, product]))
    for (const product of seed.products ?? []) added.set(product.asin, product)
    state.catalog = {
      base: seed.catalog ?? state.catalog.base,
      generate_count: seed.generate?.count ?? state.catalog.generate_count,
      generate_code: seed.generate ? (seed.generate.code ?? null) : state.catalog.generate_code,
      products: [...added.values()],
    }
  }
  if (seed.rejected_keys) state.rejected_keys = seed.rejected_keys
  if (seed.swaps) state.swaps = seed.swaps
  if (seed.cut_answers !== undefined) state.cut_answers = seed.cut_answers
  if (seed.tokens) applyTokens(state, seed.tokens, nowMs)
}

function applyTokens(state: KeepaState, tokens: NonNullable<KeepaSeed['tokens']>, nowMs: number): void {
  const { key, left, refill_rate } = tokens
  if (key === undefined && refill_rate !== undefined) state.refill_rate = refill_rate
  if (key === undefined && left !== undefined) state.opening_tokens = left
  if (key !== undefined) accountOf(state, key, nowMs)
  for (const [name, account] of Object.entries(state.accounts)) {
    if (key !== undefined && key !== name) continue
    if (left !== undefined) account.left = left
    if (refill_rate !== undefined) account.refill_rate = refill_rate
  }
}

/** The account of a key; a new key gets a new account. */
export function accountOf(state: KeepaState, key: string, nowMs: number): TokenAccount {
  const account = state.accounts[key] ?? openAccount(state.refill_rate, state.opening_tokens, nowMs)
  state.accounts[key] = account
  return account
}
