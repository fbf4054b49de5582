import type { ProductImport } from '#core/products/imports/contract.ts'
import type { UserContext } from '../../context.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { requestImportStep } from './imports.repo.ts'

/**
 * Requests the check or the run of an import and starts it. Throws `not_allowed`, `import_not_found`,
 * `import_not_ready`.
 */
export async function requestImport(ctx: UserContext, id: string, step: 'check' | 'run'): Promise<ProductImport> {
  const asked = await requestImportStep(ctx.db, id, step)
  wakeJobs(ctx)
  return asked
}
