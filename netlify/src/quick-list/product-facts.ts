import type { QuickListFacts } from '#core/quick-list/schema.ts'
import { notingKeepa } from '../catalog/sources/source-notes.ts'
import { spendUnits } from '../connections/quotas.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { openKeepa } from '../providers/keepa/index.ts'
import { QUICK_LIST_MARKETPLACE } from './marketplace.ts'
import { keepFacts, type Prepared } from './quick-list.repo.ts'

/** Short, because a person waits for the answer. */
const LOOKUP_TIMEOUT_MS = 8_000

/**
 * The facts of a product: stored for a day, or read from Keepa for one token of the workspace's share. Throws
 * `provider_not_configured`, `quota_exceeded`, `asin_unknown`, `provider_failed`, `provider_try_later`.
 */
export async function getFacts({ db }: UserContext, asin: string, prepared: Prepared): Promise<QuickListFacts> {
  if (prepared.facts) return prepared.facts
  const keepa = openKeepa({ timeoutMs: LOOKUP_TIMEOUT_MS })
  if (!keepa) {
    throw new AppError(
      'provider_not_configured',
      "Product lookup isn't set up: the Keepa API key is missing. Ask your administrator.",
    )
  }
  const feature = 'quick_list'
  const work = { workspaceId: prepared.workspace_id, vendor: 'keepa', source: 'keepa', feature } as const
  const serviceDb = openServiceDb()
  const { keepa_domain_id } = QUICK_LIST_MARKETPLACE
  const ask = () => notingKeepa(serviceDb, keepa, () => keepa.getDetails(keepa_domain_id, asin))
  const { details } = await spendUnits(serviceDb, work, { units: 1 }, ask).catch((error: unknown) => {
    throw error instanceof ProviderError ? toAppError(error) : error
  })
  if (!details) throw new AppError('asin_unknown', `Keepa does not know ${asin} in the United States.`)
  await keepFacts(db, asin, details)
  return details
}

function toAppError(error: ProviderError): AppError {
  log.warn('quick_list.lookup_failed', { outcome: error.outcome, code: error.code, status: error.status })
  if (error.outcome !== 'try_later') {
    return new AppError(
      'provider_failed',
      'Keepa rejected the lookup. Ask your administrator to check the API key.',
      {},
      error,
    )
  }
  const extra = error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }
  return new AppError('provider_try_later', 'Keepa cannot answer at the moment. Try again later.', extra, error)
}

/** Where eBay fetches an image: eBay accepts only https, which an emulated catalog does not offer. */
const PUBLIC_IMAGES = 'https://m.media-amazon.com/images/I'

/** The links of an image by its name: for eBay, and for our own pages. */
export function imageAddresses(name: string): { url: string; preview_url: string } {
  const preview_url = `${readEnv().KEEPA_IMAGE_BASE_URL.replace(/\/$/, '')}/${encodeURIComponent(name)}`
  const isPublic = preview_url.startsWith('https://')
  return { url: isPublic ? preview_url : `${PUBLIC_IMAGES}/${encodeURIComponent(name)}`, preview_url }
}
