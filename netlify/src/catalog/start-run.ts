import { forecastTokens } from '#core/catalog/forecast.ts'
import type { CatalogRun, CatalogRunForecast, StartCatalogRun } from '#core/catalog/runs.ts'
import { MARKETPLACES } from '#core/marketplaces.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { readSourceBudget } from './read-source-budget.ts'
import { measureRun, requestRun } from './runs.repo.ts'
import { openProductSources } from './sources/open-product-sources.ts'

/** Starts a run. Throws `not_allowed`, `provider_not_configured`. */
export async function startRun(ctx: UserContext, run: StartCatalogRun): Promise<CatalogRun> {
  const started = await requestRun(ctx.db, await withPlaces(ctx, run))
  wakeJobs(ctx)
  return started
}

/** What a run would ask and cost now. Throws `not_allowed`, `provider_not_configured`. */
export async function forecastRun(ctx: UserContext, run: StartCatalogRun): Promise<CatalogRunForecast> {
  const { total, stored } = await measureRun(ctx.db, await withPlaces(ctx, run))
  const budget = await readSourceBudget(ctx)
  const account = budget.sources.find(({ source }) => source === 'keepa')?.tokens ?? null
  const { low, high, wait_minutes } = forecastTokens({ asins: total, features: [run.kind], stored, account })
  return {
    total,
    stored,
    tokens_low: low,
    tokens_high: high,
    wait_minutes: wait_minutes && Number.isFinite(wait_minutes.high) ? wait_minutes.high : null,
    left_today: Math.max(0, budget.daily_cap - budget.used),
  }
}

/** The radar looks where there is a source. */
async function withPlaces({ db }: UserContext, run: StartCatalogRun): Promise<StartCatalogRun> {
  const workspaceId = await getEditorWorkspaceId(db)
  const sources = openProductSources(openServiceDb(), workspaceId)
  const served = MARKETPLACES.map(({ code }) => code).filter((code) => sources.sourcesFor(code).length > 0)
  const marketplaces = run.marketplaces?.filter((code) => served.includes(code)) ?? served
  if (marketplaces.length === 0) {
    throw new AppError(
      'provider_not_configured',
      'No source of product data is set up for these marketplaces. Ask your administrator.',
    )
  }
  return run.kind === 'radar' ? { ...run, marketplaces } : { kind: run.kind }
}
