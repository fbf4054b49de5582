import { dispatchReconciling, dispatchRuns, dispatchSyncs } from '../ebay/dispatch-ebay.job.ts'
import { listProduct } from '../ebay/quick-list/list-product.job.ts'
import { changePrices, reconcilePrices, reducePricesOf } from '../ebay/reduce-prices.job.ts'
import { syncListingsOf } from '../ebay/sync-listings.job.ts'
import { checkImport } from '../products/check-import.job.ts'
import { fillInProduct } from '../products/fill-in-product.job.ts'
import { registerShipment } from '../products/register-shipment.job.ts'
import { runImport } from '../products/run-import.job.ts'
import { syncShipments } from '../products/sync-shipments.job.ts'
import { dubVideo } from '../videos/dub-video.job.ts'
import { sweepDubs } from '../videos/sweep-dubs.job.ts'
import { sweepOneDrive } from '../videos/sweep-onedrive.job.ts'
import { sweepUploads } from '../videos/sweep-uploads.job.ts'
import { transcodeVideo } from '../videos/transcode-video.job.ts'
import type { Job } from './define-job.ts'
import { purgeExpired } from './purge-expired.job.ts'

/** Every kind of job this installation knows. */
export const jobs = [
  sweepUploads,
  sweepOneDrive,
  transcodeVideo,
  dubVideo,
  sweepDubs,
  purgeExpired,
  fillInProduct,
  registerShipment,
  syncShipments,
  checkImport,
  runImport,
  dispatchSyncs,
  dispatchRuns,
  dispatchReconciling,
  syncListingsOf,
  reducePricesOf,
  changePrices,
  reconcilePrices,
  listProduct,
] as readonly Job[] // safe: `run` gets what its own `payload` schema parsed

/** What comes back by itself, and how often. The key makes a second enqueueing harmless. */
export const periodicJobs = [
  { kind: sweepUploads.kind, everyMinutes: 60 },
  { kind: sweepDubs.kind, everyMinutes: 60 },
  { kind: purgeExpired.kind, everyMinutes: 24 * 60 },
  { kind: syncShipments.kind, everyMinutes: 4 * 60 },
  { kind: dispatchSyncs.kind, everyMinutes: 60 },
  { kind: dispatchRuns.kind, everyMinutes: 4 * 60 },
  { kind: dispatchReconciling.kind, everyMinutes: 1 },
] as const
