import { cpus } from 'node:os'
import { printRouteSizes } from '../scripts/print-route-sizes.ts'
import { benchBulkEdit } from './bulk-edit.ts'
import { benchCatalogImport } from './catalog-import.ts'
import { benchClaimJobs } from './claim-jobs.ts'
import { benchColdImport } from './cold-import.ts'
import { benchDecideCorrelations } from './decide-correlations.ts'
import { benchInheritance } from './inheritance.ts'
import type { Entry } from './measure.ts'
import { benchPanel } from './panel.ts'
import { benchPriceRuns } from './price-runs.ts'
import { benchProductImport } from './product-import.ts'
import { benchProductList } from './product-list.ts'
import { benchProductsPage } from './products-page.ts'
import { benchRegisterVideo } from './register-video.ts'
import { benchScoring } from './scoring.ts'
import { benchInbox } from './social/inbox.ts'
import { benchMonthView } from './social/month-view.ts'
import { benchPublishPosts } from './social/publish-posts.ts'
import { benchTaskGroups } from './task-groups.ts'
import { benchThumbnails } from './thumbnails/thumbnails.ts'
import { benchTranscode } from './transcode.ts'
import { benchUpload } from './upload.ts'
import { benchWarmStart } from './warm-start.ts'

/*
 * `npm run bench [name]`: every speed claim as a ratio against a named rival in the same run. Exits 1 when one passes its
 * limit. Not part of the tests: this machine may be busy, and a ratio is a measurement, not a promise.
 */
const benches: Record<string, () => Promise<Entry[]>> = {
  'bulk-edit': benchBulkEdit,
  'catalog-import': benchCatalogImport,
  'claim-jobs': benchClaimJobs,
  'cold-import': benchColdImport,
  'decide-correlations': benchDecideCorrelations,
  inbox: benchInbox,
  inheritance: benchInheritance,
  'month-view': benchMonthView,
  panel: benchPanel,
  'price-runs': benchPriceRuns,
  'product-import': benchProductImport,
  'product-list': benchProductList,
  'products-page': benchProductsPage,
  'publish-posts': benchPublishPosts,
  'register-video': benchRegisterVideo,
  scoring: benchScoring,
  'task-groups': benchTaskGroups,
  thumbnails: benchThumbnails,
  transcode: benchTranscode,
  upload: benchUpload,
  'warm-start': benchWarmStart,
}

const [only] = process.argv.slice(2)
const [cpu] = cpus()
console.log(
  `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, Node ${process.version}, ${new Date().toISOString()}\n`,
)

const entries: Entry[] = []
for (const [name, bench] of Object.entries(benches)) {
  if (only && only !== name) continue
  for (const entry of await bench()) {
    entries.push(entry)
    const { ours_ms, rival_ms, ratio, limit } = entry
    console.log(`${ratio <= limit ? 'ok  ' : 'OVER'} ${entry.name}`)
    console.log(
      `     ${ratio.toFixed(2)} × ${entry.rival} (at most ${limit}): ${ours_ms.toFixed(1)} ms against ${rival_ms.toFixed(1)} ms\n`,
    )
  }
}
if (!only) printRouteSizes()
process.exitCode = entries.some(({ ratio, limit }) => !(ratio <= limit)) ? 1 : 0
