import { marketplace } from '#core/marketplaces.ts'
import type { KeepaLookup, KeepaLookupQuery } from '#core/products/schema.ts'
import { notingKeepa } from '../catalog/sources/source-notes.ts'
import { spendUnits } from '../connections/quotas.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { openKeepa } from '../providers/keepa/index.ts'

/** Short, because a person waits for the answer. */
const LOOKUP_TIMEOUT_MS = 8_000

/** Keepa's current answer about an ASIN; one token of the workspace's share. For people who may add products. */
export async function lookUpAsin(
  { db }: UserContext,
  { asin, marketplace: code }: KeepaLookupQuery,
): Promise<KeepaLookup> {
  const workspaceId = await getEditorWorkspaceId(db)
  const keepa = openKeepa({ timeoutMs: LOOKUP_TIMEOUT_MS })
  if (!keepa) throw keepaNotConfigured()
  // The schema refuses marketplaces without a number, so the US only satisfies the type.
  const domainId = marketplace(code).keepa_domain_id ?? 1
  const work = { workspaceId, vendor: 'keepa', source: 'keepa', feature: 'look_up' } as const
  const serviceDb = openServiceDb()
  const ask = () => notingKeepa(serviceDb, keepa, () => keepa.getProducts(domainId, [asin]))
  const { products } = await spendUnits(serviceDb, work, { units: 1 }, ask).catch((error: unknown) => {
    throw error instanceof ProviderError ? toAppError(error) : error
  })
  const facts = products.get(asin)
  if (!facts) throw new AppError('asin_unknown', `Keepa does not know ${asin} in this marketplace.`)
  return { asin, marketplace: code, ...facts }
}

export const keepaNotConfigured = (): AppError =>
  new AppError(
    'provider_not_configured',
    "Product lookup isn't set up: the Keepa API key is missing. Ask your administrator.",
  )

function toAppError(error: ProviderError): AppError {
  log.warn('keepa.lookup_failed', { outcome: error.outcome, code: error.code, status: error.status })
  if (error.outcome !== 'try_later') {
    return new AppError('provider_failed', 'Keepa refused the lookup. The product can be added without it.', {}, error)
  }
  const extra = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
  return new AppError('provider_try_later', 'Keepa cannot answer at the moment. Try again later.', extra, error)
}
