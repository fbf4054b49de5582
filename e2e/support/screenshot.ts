import { join } from 'node:path'
import type { Page } from '@playwright/test'

const FOLDER = process.env.UPDATE_SCREENSHOTS ? '../../docs/screenshots' : '../../test-results/screenshots'

/**
 * Takes a picture of the page: into test-results, or, with UPDATE_SCREENSHOTS=1, over those of the documents, which are
 * refreshed on purpose only.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(import.meta.dirname, FOLDER, `${name}.png`), animations: 'disabled' })
}
