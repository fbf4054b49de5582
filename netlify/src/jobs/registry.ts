import { syncListingsOf } from '../listings/sync-listings.job.ts'
import { dispatchReconciling, dispatchRuns, dispatchSyncs } from '../prices/dispatch-ebay.job.ts'
import { changePrices, reconcilePrices, reducePricesOf } from '../prices/reduce-prices.job.ts'
import { fillInProduct } from '../products/fill-in-product.job.ts'
import { checkImport } from '../products/imports/check-import.job.ts'
import { runImport } from '../products/imports/run-import.job.ts'
import { registerShipment } from '../products/shipments/register-shipment.job.ts'
import { syncShipments } from '../products/shipments/sync-shipments.job.ts'
import { listProduct } from '../quick-list/list-product.job.ts'
import { dubVideo } from '../videos/dubs/dub-video.job.ts'
import { sweepDubs } from '../videos/dubs/sweep-dubs.job.ts'
import { transcodeVideo } from '../videos/transcodes/transcode-video.job.ts'
import { sweepOneDrive } from '../videos/uploads/sweep-onedrive.job.ts'
import { sweepUploads } from '../videos/uploads/sweep-uploads.job.ts'
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
