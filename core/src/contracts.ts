import { accountsContract } from './accounts/contract.ts'
import { catalogContract } from './catalog/contract.ts'
import { sourceBudgetContract } from './catalog/source-budget.ts'
import { ebayContract } from './connections/ebay.ts'
import { onedriveContract } from './connections/onedrive.ts'
import { quotasContract } from './connections/quotas.ts'
import { instagramContract, metaContract, tiktokContract, youtubeContract } from './connections/social.ts'
import { correlationsContract } from './correlations/contract.ts'
import { creatorHubContract } from './creator-hub/contract.ts'
import type { Contract } from './http/contract.ts'
import { jobsContract } from './jobs/contract.ts'
import { listingsContract } from './listings/contract.ts'
import { ebayNoticesContract } from './listings/ebay-notices.ts'
import { noticesContract } from './notices/contract.ts'
import { ebaySettingsContract, pricesContract, strategiesContract } from './prices/contract.ts'
import { productsContract } from './products/contract.ts'
import { exportsContract } from './products/exports.ts'
import { importsContract } from './products/imports/contract.ts'
import { crmListsContract } from './products/lists/contract.ts'
import { shipmentsContract } from './products/shipments/contract.ts'
import { viewsContract } from './products/views/contract.ts'
import { quickListContract } from './quick-list/contract.ts'
import { socialAccountsContract } from './social/accounts/contract.ts'
import { inboxContract } from './social/inbox/contract.ts'
import { savedRepliesContract } from './social/inbox/saved-replies.ts'
import { metaWebhookContract } from './social/inbox/webhook.ts'
import { socialPostsContract } from './social/posts/contract.ts'
import { publishingContract } from './social/posts/publishing-contract.ts'
import { socialSettingsContract } from './social/posts/settings-contract.ts'
import { tasksContract } from './tasks/contract.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from './thumbnails/contract.ts'
import { videosContract } from './videos/contract.ts'

/** Every address of the API. The OpenAPI document and the repository's tests are made from this list. */
export const allContracts: readonly Contract[] = [
  accountsContract,
  productsContract,
  ...Object.values(crmListsContract),
  importsContract,
  exportsContract,
  shipmentsContract,
  viewsContract,
  videosContract,
  onedriveContract,
  quotasContract,
  metaContract,
  instagramContract,
  youtubeContract,
  tiktokContract,
  sourceBudgetContract,
  catalogContract,
  correlationsContract,
  tasksContract,
  creatorHubContract,
  ebayContract,
  ebayNoticesContract,
  ebaySettingsContract,
  listingsContract,
  strategiesContract,
  pricesContract,
  quickListContract,
  thumbnailTemplatesContract,
  thumbnailsContract,
  publishingContract,
  inboxContract,
  savedRepliesContract,
  metaWebhookContract,
  socialPostsContract,
  socialSettingsContract,
  socialAccountsContract,
  noticesContract,
  jobsContract,
].flatMap((domain) => Object.values(domain))
