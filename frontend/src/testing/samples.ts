import type { PublicConfig } from '#core/accounts/schema.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import type { OneDriveStatus } from '#core/connections/onedrive.ts'
import type { SocialStatus } from '#core/connections/social.ts'
import type { AsinCorrelation } from '#core/correlations/schema.ts'
import type { ListingCounts } from '#core/listings/schema.ts'
import { MARKETPLACES, type MarketplaceCode } from '#core/marketplaces.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import type { CrmStatus } from '#core/products/lists/schema.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { MarketplaceTaskCounts, WorkspaceMarketplace } from '#core/tasks/schema.ts'
import { ana } from '#core/testing/task-samples.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'

export { ana, sampleGroup, sampleTask } from '#core/testing/task-samples.ts'

/** What a browser gets before sign-in, with other values where a test needs them. */
export const sampleConfig = (values: Partial<PublicConfig> = {}): PublicConfig => ({
  supabase_url: 'http://auth.test',
  supabase_anon_key: 'anon',
  environment: 'local',
  version: '0.1.0',
  features: {},
  panel: { store_url: null, folder: null },
  ...values,
})

const AT = '2026-11-20T09:30:00+00:00'

const status = (name: string, color: string, position: number): CrmStatus => ({
  id: crypto.randomUUID(),
  name,
  color,
  position,
  is_hidden: false,
  is_open: true,
  automation: null,
  updated_at: AT,
})
export const sourcing = status('Sourcing', '#3B82F6', 1)
export const ordered = status('Ordered', '#6366F1', 2)

export const sampleProduct = (change: Partial<SourcedProduct> = {}): SourcedProduct => ({
  id: crypto.randomUUID(),
  asin: 'B0C1234567',
  title: 'Desk lamp',
  image_url: null,
  brand: 'Luminar',
  category: null,
  video_title: 'Desk lamp',
  is_video_title_typed: false,
  status_id: sourcing.id,
  decision: null,
  collaboration_type_id: null,
  contact_source_id: null,
  marketplace_id: null,
  owners: [],
  follow_up_date: null,
  follow_up_note: null,
  custom_values: {},
  archived_at: null,
  requirements: null,
  important_date: null,
  important_date_comment: null,
  cost_cents: null,
  fees_cents: null,
  currency: 'USD',
  quantity: 1,
  purchase_date: null,
  notes: null,
  source: null,
  fill_in_state: null,
  fill_in_error: null,
  video_count: 0,
  pending_task_count: 0,
  completed_task_count: 0,
  created_at: AT,
  updated_at: AT,
  ...change,
})

/** Ana changed the brand of the product. */
export const sampleChange = (product: SourcedProduct, change: Partial<ChangeSet> = {}): ChangeSet => {
  const values = { before: { brand: 'Luminar' }, after: { brand: 'Muji' } }
  return {
    id: crypto.randomUUID(),
    kind: 'edit',
    product_count: 1,
    fields: ['brand'],
    undo_of: null,
    undone_by: null,
    can_undo: true,
    created_by: ana.id,
    created_by_name: ana.name,
    actor: null,
    created_at: AT,
    products: [
      { product_id: product.id, asin: product.asin, title: product.title, currency: product.currency, ...values },
    ],
    ...change,
  }
}

export const sampleVideo = (product: SourcedProduct, change: Partial<ListedVideo> = {}): ListedVideo => ({
  id: crypto.randomUUID(),
  product_id: product.id,
  asin: product.asin,
  source: 'storage',
  filename: 'review.mp4',
  file_size: 12_400_000,
  mime_type: 'video/mp4',
  duration_seconds: 42,
  thumbnail_url: null,
  check_state: 'ready',
  check_error_code: null,
  check_error: null,
  width: 1920,
  height: 1080,
  rotation: 0,
  video_codec: 'h264',
  audio_codec: 'aac',
  poster_url: null,
  variants: [],
  is_for_tasks: true,
  thumbnail: null,
  product_title: product.title,
  tasks: { pending: 2, completed: 1, skipped: 0 },
  posts: { scheduled: 0, publishing: 0, posted: 0, failed: 0 },
  created_at: AT,
  updated_at: AT,
  ...change,
})

export const sampleCorrelation = (product: SourcedProduct, change: Partial<AsinCorrelation> = {}): AsinCorrelation => ({
  id: crypto.randomUUID(),
  product_id: product.id,
  search_asin: product.asin,
  similar_asin: 'B0C7654321',
  marketplaces: ['US'],
  relation: 'same',
  judged_relation: null,
  score: null,
  evidence: [],
  judged_at: null,
  title: null,
  brand: null,
  image_url: null,
  source: 'manual',
  decision: null,
  decided_at: null,
  decided_by_name: null,
  is_shown_in_video: false,
  shown_at: null,
  shown_by_name: null,
  product: {
    id: product.id,
    asin: product.asin,
    title: product.title,
    brand: product.brand,
    image_url: product.image_url,
  },
  facts: [],
  created_at: AT,
  updated_at: AT,
  ...change,
})

/** The marketplaces of a new workspace: four are on, home is the US. */
export const sampleCountries: WorkspaceMarketplace[] = MARKETPLACES.map(({ code, is_default }) => ({
  marketplace: code,
  is_enabled: is_default,
  is_home: code === 'US',
  language: null,
  storefront_name: null,
  other_storefronts: [],
}))

/** The counts of a new workspace, with the given number of pending tasks. */
export const sampleCounts = (pending: Partial<Record<MarketplaceCode, number>> = {}): MarketplaceTaskCounts[] =>
  MARKETPLACES.filter(({ code, is_default }) => is_default || pending[code]).map(({ code }) => ({
    marketplace: code,
    pending: pending[code] ?? 0,
    completed: 0,
    skipped: 0,
  }))

/** The first bytes of an MP4: enough for every check of the content. */
export const mp4Head = new Uint8Array([
  0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6f, 0x6d, 0, 0, 2, 0, 0x69, 0x73, 0x6f, 0x6d, 0x6d, 0x70, 0x34,
  0x31,
])

export const noOneDrive: OneDriveStatus = {
  state: 'not_connected',
  account_email: null,
  folder: null,
  is_chosen: false,
  error_code: null,
  error_since: null,
  error_count: 0,
  connected_at: null,
  last_success_at: null,
  expires_at: null,
}

export const noEbay: EbayStatus = {
  state: 'not_connected',
  ebay_username: null,
  environment: null,
  error_code: null,
  error_since: null,
  error_count: 0,
  connected_at: null,
  last_success_at: null,
  expires_at: null,
}

export const noSocial: SocialStatus = {
  state: 'not_connected',
  error_code: null,
  error_since: null,
  error_count: 0,
  connected_at: null,
  last_success_at: null,
  expires_at: null,
  sign_ins: [],
}

export const noListings: ListingCounts = {
  active: 0,
  sold_out: 0,
  inactive: 0,
  ended: 0,
  reductions_enabled: 0,
  without_floor: 0,
  relisted: 0,
  at_floor: 0,
  parked: 0,
  overdue_since: null,
}
