import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Describes violations only, and in the page itself: our pages have no frames of other origins. */
const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()

/** Violations of all of axe's rules on the page. */
export const axeFinds = async (page: Page): Promise<string[]> =>
  (await axe(page).analyze()).violations.map(({ id, impact }) => `${id} (${impact})`)

/** Violations of axe's rules for WCAG 2.2 AA, with their elements. */
export const wcagFinds = async (page: Page): Promise<string[]> =>
  (await axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
