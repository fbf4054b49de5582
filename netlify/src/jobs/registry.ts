import type { Job } from './define-job.ts'

/** How to load the handler of each kind of job. */
export type JobLoaders = Readonly<Record<string, () => Promise<Job>>>

// safe: `run` gets what its own `payload` schema parsed, so a job of any payload may stand among the others.
const load =
  <Module>(open: () => Promise<Module>, pick: (module: Module) => unknown) =>
  async () =>
    pick(await open()) as Job // safe: see above

const prices = () => import('../prices/reduce-prices.job.ts')
const settle = () => import('../prices/settle-strategies.job.ts')
const repeats = () => import('../social/posts/settings/repeat-posts.job.ts')
const readings = () => import('../social/inbox/read-inbox.job.ts')
const dispatch = () => import('../prices/dispatch-ebay.job.ts')

/** Every kind of job by its name in the queue. A handler's module is loaded when a job of its kind is claimed. */
export const jobLoaders: JobLoaders = {
  'catalog.run': load(
    () => import('../catalog/run-catalog.job.ts'),
    (module) => module.runCatalog,
  ),
  'catalog.request-placements': load(
    () => import('../catalog/request-placements.job.ts'),
    (module) => module.requestPlacements,
  ),
  'correlations.check-availability': load(
    () => import('../correlations/check-availability.job.ts'),
    (module) => module.checkAvailability,
  ),
  'correlations.check-availability-all': load(
    () => import('../correlations/dispatch-availability.job.ts'),
    (module) => module.dispatchAvailability,
  ),
  'correlations.search': load(
    () => import('../correlations/search-correlations.job.ts'),
    (module) => module.searchCorrelations,
  ),
  'dubs.sweep': load(
    () => import('../videos/dubs/sweep-dubs.job.ts'),
    (module) => module.sweepDubs,
  ),
  'ebay.change': load(prices, (module) => module.changePrices),
  'ebay.delete-account': load(
    () => import('../listings/delete-ebay-account.job.ts'),
    (module) => module.deleteEbayAccount,
  ),
  'ebay.quick-list': load(
    () => import('../quick-list/list-product.job.ts'),
    (module) => module.listProduct,
  ),
  'ebay.reconcile': load(prices, (module) => module.reconcilePrices),
  'ebay.reconcile-all': load(dispatch, (module) => module.dispatchReconciling),
  'ebay.reduce': load(prices, (module) => module.reducePricesOf),
  'ebay.reduce-all': load(dispatch, (module) => module.dispatchRuns),
  'ebay.sync': load(
    () => import('../listings/sync-listings.job.ts'),
    (module) => module.syncListingsOf,
  ),
  'ebay.sync-all': load(dispatch, (module) => module.dispatchSyncs),
  'ebay.take-back': load(settle, (module) => module.takeBackChangesOf),
  'inbox.send': load(
    () => import('../social/inbox/send-reply.job.ts'),
    (module) => module.sendReply,
  ),
  'inbox.sync': load(readings, (module) => module.readInbox),
  'inbox.sync-all': load(readings, (module) => module.dispatchReadings),
  'notices.check': load(
    () => import('../notices/check-notices.job.ts'),
    (module) => module.checkNoticesOfAll,
  ),
  'notices.email': load(
    () => import('../notices/email-notice.job.ts'),
    (module) => module.emailNotice,
  ),
  'onedrive.sweep': load(
    () => import('../videos/uploads/sweep-onedrive.job.ts'),
    (module) => module.sweepOneDrive,
  ),
  'products.check-import': load(
    () => import('../products/imports/check-import.job.ts'),
    (module) => module.checkImport,
  ),
  'products.fill-in': load(
    () => import('../products/fill-in-product.job.ts'),
    (module) => module.fillInProduct,
  ),
  'products.operate': load(
    () => import('../products/operate-products.job.ts'),
    (module) => module.operateProducts,
  ),
  'products.run-import': load(
    () => import('../products/imports/run-import.job.ts'),
    (module) => module.runImport,
  ),
  'records.purge': load(
    () => import('./purge-expired.job.ts'),
    (module) => module.purgeExpired,
  ),
  'shipments.register': load(
    () => import('../products/shipments/register-shipment.job.ts'),
    (module) => module.registerShipment,
  ),
  'shipments.sync': load(
    () => import('../products/shipments/sync-shipments.job.ts'),
    (module) => module.syncShipments,
  ),
  'social.repeat-posts': load(repeats, (module) => module.repeatPosts),
  'social.resolve-schedules': load(repeats, (module) => module.resolveSchedules),
  'social.publish': load(
    () => import('../social/publishing/publish-posts.job.ts'),
    (module) => module.publishPosts,
  ),
  'social.keep-sign-ins': load(
    () => import('../social/accounts/keep-sign-ins.job.ts'),
    (module) => module.keepSignIns,
  ),
  'sources.retry': load(
    () => import('../catalog/sources/retry-sources.job.ts'),
    (module) => module.retrySources,
  ),
  'strategies.settle': load(settle, (module) => module.settleStrategiesOf),
  'thumbnails.make': load(
    () => import('../thumbnails/make-thumbnails.job.ts'),
    (module) => module.makeThumbnails,
  ),
  'uploads.sweep': load(
    () => import('../videos/uploads/sweep-uploads.job.ts'),
    (module) => module.sweepUploads,
  ),
  'videos.dub': load(
    () => import('../videos/dubs/dub-video.job.ts'),
    (module) => module.dubVideo,
  ),
  'videos.transcode': load(
    () => import('../videos/transcodes/transcode-video.job.ts'),
    (module) => module.transcodeVideo,
  ),
  'workspaces.delete': load(
    () => import('../accounts/delete-workspace.job.ts'),
    (module) => module.deleteWorkspace,
  ),
}
