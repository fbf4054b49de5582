import type { Page } from '@playwright/test'
import { launchWithExtension, openPanel, signInToPanel } from '../chrome-extension/testing/open-panel.ts'
import { asinOf } from '../services/emulators/keepa/catalog/default-catalog.ts'
import { emailField } from './support/dashboard.ts'
import { createLook, type Look } from './support/look.ts'
import { takesScreenshots } from './support/screenshot.ts'
import { expect, demoTest as test } from './support/test.ts'

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const
const THEMES = ['light', 'dark'] as const

/**
 * Contrast depends on the theme and space on the size, so one pass for each of both covers them all. A run that takes
 * screenshots visits every theme in every size.
 */
const isLookedAt = (theme: string, size: string) => takesScreenshots || (theme === 'dark') === (size === 'wide')

/** Pages that consist of an address and a heading. */
type Address = readonly [name: string, path: string, heading: string]

const EVERYDAY: readonly Address[] = [
  ['home', '/', 'Home'],
  ['videos', '/videos', 'Videos'],
  ['tasks', '/tasks', 'Tasks'],
  ['history', '/history', 'History'],
  ['connections', '/connections', 'Connections'],
]
const SETTINGS: readonly Address[] = [
  ['quick-list', '/quick-list', 'Quick list'],
  ['quick-list-review', `/quick-list?asin=${asinOf('mug', 'Black')}`, 'Quick list'],
  ['quick-list-settings', '/quick-list?view=settings', 'Quick list'],
  ['settings', '/settings', 'Settings'],
  ['settings-account', '/settings/account', 'Settings'],
  ['settings-statuses', '/settings/products', 'Settings'],
  ['settings-owners', '/settings/products?list=owners', 'Settings'],
  ['settings-fields', '/settings/products?list=fields', 'Settings'],
]
const AMAZON: readonly Address[] = [
  ['correlations', '/correlations', 'Correlations'],
  ['expansion', '/expansion', 'Expansion'],
  ['catalog', '/catalog', 'Catalog'],
  ['budget', '/budget', 'Budget'],
]
const SOCIAL: readonly Address[] = [
  ['posts', '/posts', 'Posts'],
  ['post-new', '/posts/new', 'New post'],
  ['post-settings', '/posts/settings', 'Post settings'],
  ['calendar', '/calendar', 'Calendar'],
  ['inbox', '/inbox', 'Inbox'],
]
const STRATEGIES: readonly Address[] = [
  ['strategies', '/strategies', 'Strategies'],
  ['strategy-new', '/strategies/new', 'New strategy'],
]
const PRICE_HISTORY: readonly Address[] = [
  ['price-history', '/ledger', 'Price history'],
  ['price-history-runs', '/ledger?view=runs', 'Price history'],
]

async function lookAtAddresses(page: Page, look: Look, addresses: readonly Address[]) {
  for (const [name, path, heading] of addresses) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
    await look(name)
  }
}

const isNarrow = (page: Page) => (page.viewportSize()?.width ?? 0) < 768
const firstRow = (page: Page) => page.locator('[data-row-link]').first()

const DELIVERED = { field: 'status_automation', operator: 'is_any_of', value: ['shipment_delivered'] }
const FILTER = { match: 'any', rules: [{ field: 'has_video', operator: 'is', value: false }, DELIVERED] }

/** The products in every layout, and one product. */
async function lookAtProducts(page: Page, look: Look) {
  await lookAtAddresses(page, look, [['products', '/products', 'Products']])
  await page.goto('/products?layout=board')
  await expect(page.locator('[data-board-card]').first()).toBeVisible()
  await look('products-board')

  await page.goto(`/products?filter=${encodeURIComponent(JSON.stringify(FILTER))}`)
  await expect(firstRow(page)).toBeVisible()
  if (isNarrow(page)) await page.getByRole('button', { name: /^Filters/ }).click()
  await page.getByRole('button', { name: 'Has a video: no', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Filter: Has a video' })).toBeVisible()
  await look('products-filter')

  await page.goto('/products')
  await expect(firstRow(page)).toBeVisible()
  if (isNarrow(page)) await page.getByRole('button', { name: 'Select', exact: true }).click()
  // The link is under the label of its card, or appears for the pointer; the keyboard always reaches it.
  await page
    .getByRole('checkbox', { name: /^Select / })
    .last()
    .press('Space')
  await expect(page.getByRole('region', { name: 'Selected products' })).toBeVisible()
  await look('products-selected')
  if (!isNarrow(page)) {
    await page.getByRole('button', { name: 'Display' }).click()
    await expect(page.getByRole('dialog', { name: 'Display' })).toBeVisible()
    await look('products-display')
  }

  await page.goto('/products')
  await page.locator('a[href^="/products/"]').last().click()
  await expect(page.getByRole('region', { name: 'Videos' })).toBeVisible()
  await look('product')
}

/** The listings with everything that opens over them: one listing, some selected, and the preview of a run. */
async function lookAtListings(page: Page, look: Look) {
  await page.goto('/listings')
  await expect(firstRow(page)).toBeVisible()
  await look('listings')
  await firstRow(page).click()
  await expect(page.getByRole('region', { name: 'Price changes' })).toBeVisible()
  await look('listing')
  await page.getByRole('button', { name: 'Close' }).click()
  if (isNarrow(page)) return
  // The first row: nothing scrolls, so no target is half under the head.
  await page
    .getByRole('checkbox', { name: /^Select / })
    .nth(1)
    .press('Space')
  await page.getByRole('button', { name: 'Floors' }).click()
  await expect(page.getByRole('dialog', { name: 'Set floors' })).toBeVisible()
  await look('listings-floors')
  await page.keyboard.press('Escape')
  await page
    .getByRole('region', { name: 'Selected listings' })
    .getByRole('button', { name: 'Lower prices now' })
    .click()
  await expect(page.getByText(/would be lowered now|Nothing is due now/)).toBeVisible()
  await look('listings-reduce')
}

/** The strategies, and one strategy with its replay. */
async function lookAtStrategies(page: Page, look: Look) {
  await lookAtAddresses(page, look, STRATEGIES)
  await page.goto('/strategies')
  await firstRow(page).click()
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible()
  await look('strategy')
  await page.getByRole('tab', { name: 'Time machine' }).click()
  await expect(page.getByRole('region', { name: /^Totals in/ }).first()).toBeVisible()
  await look('time-machine')
}

/** The templates with what was made from them, one template with its versions, and one run. */
async function lookAtThumbnails(page: Page, look: Look) {
  await lookAtAddresses(page, look, [['thumbnails', '/thumbnails', 'Thumbnails']])
  await firstRow(page).click()
  await expect(page.getByAltText('The thumbnail as it will be')).toBeVisible()
  await look('thumbnail-template')
  await page.getByRole('tab', { name: 'Versions' }).click()
  await expect(page.getByRole('list', { name: 'Versions' })).toBeVisible()
  await look('thumbnail-versions')
  await page.goto('/thumbnails')
  await page.getByRole('link', { name: 'Chosen products' }).click()
  await expect(page.getByRole('list', { name: 'Thumbnails' })).toBeVisible()
  await look('thumbnail-run')
}

/** Price history, and one price change. */
async function lookAtPriceHistory(page: Page, look: Look) {
  await lookAtAddresses(page, look, PRICE_HISTORY)
  await page.goto('/ledger')
  await firstRow(page).click()
  await expect(page.getByRole('dialog', { name: /^Price change of/ })).toBeVisible()
  await look('price-history-receipt')
}

async function lookAtStrangers(page: Page, look: Look) {
  for (const path of ['sign-in', 'sign-up', 'forgot-password']) {
    await page.goto(`/${path}`)
    await expect(emailField(page)).toBeVisible()
    await look(path)
  }
}

for (const theme of THEMES) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    if (!isLookedAt(theme, size)) continue
    const screenshotName = (name: string) => (size === 'wide' ? `${name}-${theme}` : `${name}-${size}-${theme}`)

    test.describe(`readable, accessible and inside the window: ${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme })

      test('home, videos, tasks, history, connections, and an unknown page', async ({ page }) => {
        const look = createLook(page, screenshotName)
        await lookAtAddresses(page, look, EVERYDAY)
        await page.goto('/nowhere')
        await expect(page.getByRole('heading').first()).toBeVisible()
        await look('not-found')
      })
      test('quick list and settings', ({ page }) => lookAtAddresses(page, createLook(page, screenshotName), SETTINGS))
      test('Amazon', ({ page }) => lookAtAddresses(page, createLook(page, screenshotName), AMAZON))
      test('social', ({ page }) => lookAtAddresses(page, createLook(page, screenshotName), SOCIAL))
      test('products', ({ page }) => lookAtProducts(page, createLook(page, screenshotName)))
      test('listings', ({ page }) => lookAtListings(page, createLook(page, screenshotName)))
      test('strategies', ({ page }) => lookAtStrategies(page, createLook(page, screenshotName)))
      test('thumbnails', ({ page }) => lookAtThumbnails(page, createLook(page, screenshotName)))
      test('price history', ({ page }) => lookAtPriceHistory(page, createLook(page, screenshotName)))

      test.describe('signed out', () => {
        test.use({ storageState: undefined })
        test('sign in, sign up, forgotten password', ({ page }) =>
          lookAtStrangers(page, createLook(page, screenshotName)))
      })
    })
  }

  test(`the side panel is readable and accessible: ${theme}`, async ({ site, person }) => {
    const browser = await launchWithExtension({ colorScheme: theme })
    const { panel } = await openPanel({ origin: site.url, browser })
    const look = createLook(panel, (name) => `${name}-${theme}`, [])
    await expect(emailField(panel)).toBeVisible()
    await look('side-panel-sign-in')
    await signInToPanel(panel, person)
    await panel.getByRole('list', { name: 'Videos to upload' }).waitFor()
    await look('side-panel')
    await panel.getByRole('list', { name: 'Videos to upload' }).getByRole('button').first().click()
    await panel.getByRole('list', { name: /^Tasks of/ }).waitFor()
    await look('side-panel-tasks')
    await browser.close()
  })
}
