import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CatalogProduct } from '../keepa/catalog/catalog-product.ts'
import type { KeepaState } from '../keepa/state.ts'
import { SHOPS } from './marketplaces.ts'

const Version = z.enum(['2.1', '2.2', '2.3', '3.1', '3.2', '3.3'])
const Credential = z.strictObject({ version: Version, id: z.string().min(1), secret: z.string().min(1) })
export type Credential = z.infer<typeof Credential>

const Report = z.strictObject({
  filename: z.string().regex(/^[\w.-]+$/),
  content: z.string(),
  last_modified: z.string(),
})

const Shop = z.string().refine((host) => host in SHOPS, 'not a marketplace of the Creators API')
/** Amazon's words for an offer. */
export const AvailabilityType = z.enum([
  'AVAILABLE_DATE',
  'IN_STOCK',
  'IN_STOCK_SCARCE',
  'LEADTIME',
  'OUT_OF_STOCK',
  'PREORDER',
  'UNAVAILABLE',
  'UNKNOWN',
])

export type CreatorsState = {
  credentials: Credential[]
  /** By marketplace, such as `www.amazon.de`. */
  partner_tags: Record<string, string>
  /** By access token. */
  tokens: Record<string, { credential_id: string; version: string; expires_at: number }>
  issued: number
  token_seconds: number
  /** Marketplaces whose account has too few sales. */
  not_eligible: string[]
  /** Marketplaces in which the credential has no rights. */
  not_authorized: string[]
  pace_ms: number
  /** Unix milliseconds of the last call, by credential. */
  called_at: Record<string, number>
  catalog: KeepaState['catalog']
  /** By ASIN, instead of what the catalog says. */
  availability: Record<string, z.infer<typeof AvailabilityType>>
  /** ASINs that exist and are not shown. */
  inaccessible: string[]
  /** The ASIN that is answered instead of the one that was asked. */
  swaps: Record<string, string>
  reports: z.infer<typeof Report>[]
}

/** `PUT /_emulator/seed`: a given part replaces that part, an absent part stays. */
export const CreatorsSeed = z.strictObject({
  credentials: z.array(Credential).optional(),
  partner_tags: z.record(Shop, z.string()).optional(),
  /** How long a new token lives. */
  token_seconds: z.int().min(1).optional(),
  /** Marketplaces that answer 403 AssociateNotEligible; `all` for every one. */
  not_eligible: z.union([z.literal('all'), z.array(Shop)]).optional(),
  not_authorized: z.union([z.literal('all'), z.array(Shop)]).optional(),
  /** The shortest time between two calls of a credential; 0 for no limit. */
  pace_ms: z.int().min(0).optional(),
  catalog: z.enum(['default', 'empty']).optional(),
  /** Added products; the same ASIN again replaces its product. */
  products: z.array(CatalogProduct).optional(),
  availability: z.record(z.string(), AvailabilityType).optional(),
  inaccessible: z.array(z.string()).optional(),
  swaps: z.record(z.string(), z.string()).optional(),
  reports: z.array(Report).optional(),
})
export type CreatorsSeed = z.infer<typeof CreatorsSeed>

const secretOf = (version: string) => createHash('sha256').update(`creators emulator ${version}`).digest('hex')
const REGIONS = ['2.1', '2.2', '2.3'] as const

export function initialCreatorsState(): CreatorsState {
  return {
    credentials: REGIONS.map((version) => ({ version, id: `creators-${version}`, secret: secretOf(version) })),
    partner_tags: Object.fromEntries(Object.keys(SHOPS).map((host) => [host, tagOf(host)])),
    tokens: {},
    issued: 0,
    token_seconds: 3600,
    not_eligible: [],
    not_authorized: [],
    pace_ms: 1000,
    called_at: {},
    catalog: { base: 'default', generate_count: 0, generate_code: null, products: [] },
    availability: {},
    inaccessible: [],
    swaps: {},
    reports: [],
  }
}

/** The tag of the emulated account in each marketplace. */
export const tagOf = (host: string): string => `opsync-${host.split('.').slice(2).join('')}-20`

/** Changes the state as the seed says. */
export function applyCreatorsSeed(state: CreatorsState, seed: CreatorsSeed): void {
  const { catalog, products, not_eligible, not_authorized, ...rest } = seed
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) Object.assign(state, { [name]: value })
  const hosts = (value: 'all' | string[]) => (value === 'all' ? Object.keys(SHOPS) : value)
  if (not_eligible) state.not_eligible = hosts(not_eligible)
  if (not_authorized) state.not_authorized = hosts(not_authorized)
  if (!catalog && !products) return
  const added = new Map(state.catalog.products.map((product) => [product.asin, product]))
  for (const product of products ?? []) added.set(product.asin, product)
  state.catalog = { ...state.catalog, base: catalog ?? state.catalog.base, products: [...added.values()] }
}
