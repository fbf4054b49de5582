import { join } from 'node:path'
import type { Page } from '@playwright/test'

const isForDocs = process.env.UPDATE_SCREENSHOTS === '1'
const FOLDER = isForDocs ? '../../docs/screenshots' : '../../test-results/screenshots'

/** Whether this run takes screenshots of the pages, in every theme and size. */
export const takesScreenshots = isForDocs || process.env.ALL_LOOKS === '1'

/**
 * Takes a screenshot of the page: with UPDATE_SCREENSHOTS=1 into docs/screenshots, with ALL_LOOKS=1 into test-results.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(import.meta.dirname, FOLDER, `${name}.png`), animations: 'disabled' })
}
