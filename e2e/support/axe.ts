import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Only what is wrong is described, and in the page itself: pages of ours have no frames of other origins. */
const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()

/** What axe finds on the page, by all of its rules. */
export const axeFinds = async (page: Page): Promise<string[]> =>
  (await axe(page).analyze()).violations.map(({ id, impact }) => `${id} (${impact})`)

/** What axe finds by the rules of WCAG 2.2 AA, with the elements it is about. */
export const wcagFinds = async (page: Page): Promise<string[]> =>
  (await axe(page).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
