import { createHash } from 'node:crypto'
import { type MarketplaceCode, marketplace as marketplaceOf } from '#core/marketplaces.ts'
import { readEnv } from '../../env.ts'
import { ask, type CreatorsAccount } from './client.ts'
import {
  type CreatorsItem,
  ItemsAnswer,
  type Report,
  ReportAnswer,
  ReportsAnswer,
  SearchAnswer,
  VariationsAnswer,
} from './types.ts'

export { isAssociatePause } from './client.ts'
export type { CreatorsItem, Report } from './types.ts'

/** How many items one request takes, and how many one page of a search or of variations holds. */
export const CREATORS_MAX_ITEMS = 10
/** How many pages a search has at most. */
export const CREATORS_MAX_PAGES = 10

const RESOURCES = [
  'browseNodeInfo.browseNodes',
  'browseNodeInfo.browseNodes.ancestor',
  'browseNodeInfo.websiteSalesRank',
  'images.primary.highRes',
  'images.primary.large',
  'images.variants.highRes',
  'images.variants.large',
  'itemInfo.byLineInfo',
  'itemInfo.externalIds',
  'itemInfo.manufactureInfo',
  'itemInfo.productInfo',
  'itemInfo.title',
  'offersV2.listings.availability',
  'offersV2.listings.isBuyBoxWinner',
  'offersV2.listings.price',
  'parentASIN',
]

/** Which credential serves a marketplace: the last digit of its version is the region. */
const REGIONS: Readonly<Record<MarketplaceCode, string>> = {
  US: '.1',
  CA: '.1',
  MX: '.1',
  UK: '.2',
  DE: '.2',
  FR: '.2',
  ES: '.2',
  IT: '.2',
  JP: '.3',
  AU: '.3',
}

/** What Amazon said of an item that did not come. */
export type ItemFailure = 'invalid' | 'inaccessible'

/** Search words; at least one. */
export type CreatorsSearch = { keywords?: string; brand?: string; title?: string; browseNodeId?: string }

/**
 * Everything only reads, and is repeated once. All throw `ProviderError`: `reconnect` (credential refused), `rejected`
 * (a wrong request or partner tag), or `try_later`; `isAssociatePause` tells a pause of the account from a fault.
 */
export type AmazonCreators = {
  /** Whether there is a credential of its region and a partner tag. */
  serves(marketplace: MarketplaceCode): boolean
  /** Stands for credential and partner tag where they must not be written. */
  fingerprint(marketplace: MarketplaceCode): string
  /** Up to ten items; `failed` holds the others that Amazon named, and why they did not come. */
  getItems(
    marketplace: MarketplaceCode,
    asins: readonly string[],
    signal?: AbortSignal | undefined,
  ): Promise<{ items: CreatorsItem[]; failed: Map<string, ItemFailure>; dropped: number }>
  /** Ten items of a page (1 to 10) of a search. */
  searchItems(
    marketplace: MarketplaceCode,
    search: CreatorsSearch,
    page: number,
    signal?: AbortSignal | undefined,
  ): Promise<{ items: CreatorsItem[]; dropped: number; total: number | null }>
  /** Ten variations of a page (from 1) of a parent or of a variation's siblings. */
  getVariations(
    marketplace: MarketplaceCode,
    asin: string,
    page: number,
    signal?: AbortSignal | undefined,
  ): Promise<{ items: CreatorsItem[]; dropped: number; pages: number | null; total: number | null }>
  /** The account's reports of earnings, as files. */
  listReports(marketplace: MarketplaceCode, signal?: AbortSignal | undefined): Promise<Report[]>
  /** Where a report can be downloaded for a short time; null for an unknown file. The link is a secret. */
  getReport(
    marketplace: MarketplaceCode,
    filename: string,
    signal?: AbortSignal | undefined,
  ): Promise<{ url: string } | null>
}

/** Amazon's Creators API with the server's credentials; null while none is configured. */
export function openAmazonCreators({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): AmazonCreators | null {
  const env = readEnv()
  const { AMAZON_CREATORS_CREDENTIALS: credentials, AMAZON_CREATORS_PARTNER_TAGS: tags } = env
  if (credentials.length === 0 || Object.keys(tags).length === 0) return null
  const credentialOf = (code: MarketplaceCode) => credentials.find(({ version }) => version.endsWith(REGIONS[code]))

  function open(code: MarketplaceCode): { account: CreatorsAccount; partnerTag: string } {
    const credential = credentialOf(code)
    const partnerTag = tags[code]
    if (!credential || !partnerTag) throw new RangeError(`No account of Amazon's Creators API for ${code}`)
    const account = {
      baseUrl: env.AMAZON_CREATORS_BASE_URL,
      tokenUrl: env.AMAZON_CREATORS_TOKEN_URL,
      credential,
      host: `www.${marketplaceOf(code).domain}`,
      timeoutMs,
      paceMs: env.AMAZON_CREATORS_PACE_MS,
    }
    return { account, partnerTag }
  }

  return {
    serves: (code) => credentialOf(code) !== undefined && tags[code] !== undefined,
    fingerprint(code) {
      const { account, partnerTag } = open(code)
      const { version, id } = account.credential
      return createHash('sha256')
        .update(JSON.stringify(['amazon_creators', version, id, partnerTag]))
        .digest('hex')
        .slice(0, 16)
    },
    async getItems(code, asins, signal) {
      if (asins.length > CREATORS_MAX_ITEMS) throw new RangeError(`Amazon takes ${CREATORS_MAX_ITEMS} items at a time`)
      const { account, partnerTag } = open(code)
      const body = { partnerTag, itemIds: [...asins], resources: RESOURCES }
      const answer = await ask(account, { path: '/catalog/v1/getItems', body, signal }, ItemsAnswer)
      return { ...keepOnly(answer?.itemsResult?.items, new Set(asins)), failed: failuresOf(answer, asins) }
    },
    async searchItems(code, search, page, signal) {
      const { account, partnerTag } = open(code)
      const body = { partnerTag, ...search, itemPage: page, itemCount: CREATORS_MAX_ITEMS, resources: RESOURCES }
      const answer = await ask(account, { path: '/catalog/v1/searchItems', body, signal }, SearchAnswer)
      return { ...keepOnly(answer?.searchResult?.items), total: answer?.searchResult?.totalResultCount ?? null }
    },
    async getVariations(code, asin, page, signal) {
      const { account, partnerTag } = open(code)
      const resources = [...RESOURCES, 'variationSummary.variationDimension']
      const body = { partnerTag, asin, variationPage: page, variationCount: CREATORS_MAX_ITEMS, resources }
      const answer = await ask(account, { path: '/catalog/v1/getVariations', body, signal }, VariationsAnswer)
      const summary = answer?.variationsResult?.variationSummary
      return {
        ...keepOnly(answer?.variationsResult?.items),
        pages: summary?.pageCount ?? null,
        total: summary?.variationCount ?? null,
      }
    },
    async listReports(code, signal) {
      const { account, partnerTag } = open(code)
      const answer = await ask(
        account,
        { path: '/reports/v1/listReports', body: { partnerTag }, signal },
        ReportsAnswer,
      )
      return answer?.reports ?? []
    },
    async getReport(code, filename, signal) {
      const { account, partnerTag } = open(code)
      return ask(account, { path: '/reports/v1/getReport', body: { partnerTag, filename }, signal }, ReportAnswer)
    },
  }
}

// An item that nobody asked for, taken for the one that was asked, would be a wrong task.
function keepOnly(rows: readonly (CreatorsItem | null)[] | null | undefined, asked?: ReadonlySet<string>) {
  const items = new Map<string, CreatorsItem>()
  for (const row of rows ?? [])
    if (row && /^[A-Z0-9]{10}$/.test(row.asin) && (asked?.has(row.asin) ?? true) && !items.has(row.asin))
      items.set(row.asin, row)
  return { items: [...items.values()], dropped: (rows?.length ?? 0) - items.size }
}

// Amazon names the item only in the sentence. What it does not name is simply not shown.
function failuresOf(answer: ItemsAnswer | null, asins: readonly string[]): Map<string, ItemFailure> {
  const failed = new Map<string, ItemFailure>()
  for (const { code, message } of answer?.errors ?? []) {
    const asin = asins.find((candidate) => message?.includes(candidate))
    if (asin) failed.set(asin, code === 'InvalidParameterValue' ? 'invalid' : 'inaccessible')
  }
  return failed
}
