import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { launchWithExtension, openPanel, signInToPanel } from '../chrome-extension/testing/open-panel.ts'
import { asinOf } from '../services/emulators/keepa/catalog/default-catalog.ts'
import { type Host, startHost } from './support/host.ts'
import { screenshot } from './support/screenshot.ts'

const DEMO = { email: 'demo@opsyncpro.test', password: 'demo-password' }
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 360, height: 740 } } as const
const THEMES = ['light', 'dark'] as const

let host: Host
test.beforeAll(async () => {
  host = await startHost(['--demo'])
})
test.afterAll(() => host.close())

async function signInAsDemo(page: Page) {
  await page.goto(`${host.url}/sign-in`)
  await page.getByLabel('Email').fill(DEMO.email)
  await page.getByLabel('Password', { exact: true }).fill(DEMO.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
}

const findings = async (page: Page) =>
  (
    await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  ).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)

/** Nothing may stick out sideways: a page that scrolls that way is broken on a phone. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

type Look = (name: string) => Promise<void>

/** The products in every shape that is not an address of its own. */
async function lookAtProducts(page: Page, look: Look) {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 768
  await page.goto(`${host.url}/products?layout=board`)
  await expect(page.locator('[data-board-card]').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('products-board')

  const filter = { match: 'any', rules: [{ field: 'has_video', operator: 'is', value: false }, DELIVERED] }
  await page.goto(`${host.url}/products?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  if (isNarrow) await page.getByRole('button', { name: /^Filters/ }).click()
  await page.getByRole('button', { name: 'Has a video: no', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Filter: Has a video' })).toBeVisible()
  await look('products-filter')

  await page.goto(`${host.url}/products`)
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
  if (isNarrow) await page.getByRole('button', { name: 'Select', exact: true }).click()
  // Lies under the label of its card, or shows itself to the pointer: the keyboard reaches it all the same.
  await page
    .getByRole('checkbox', { name: /^Select / })
    .last()
    .press('Space')
  await expect(page.getByRole('region', { name: 'Selected products' })).toBeVisible()
  await look('products-selected')
  if (isNarrow) return
  await page.getByRole('button', { name: 'Display' }).click()
  await expect(page.getByRole('dialog', { name: 'Display' })).toBeVisible()
  await look('products-display')
}

/** The listings with what lies over them: one listing, some selected, and what a run would do. */
async function lookAtListings(page: Page, look: Look) {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 768
  await page.goto(`${host.url}/listings`)
  await expect(page.locator('[data-row-link]').first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('listings')
  await page.locator('[data-row-link]').first().click()
  await expect(page.getByRole('region', { name: 'Price history' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('listing')
  await page.getByRole('button', { name: 'Close' }).click()
  if (isNarrow) return
  // The first row: nothing scrolls, so no target lies half under the head.
  await page
    .getByRole('checkbox', { name: /^Select / })
    .nth(1)
    .press('Space')
  await page.getByRole('button', { name: 'Floors' }).click()
  await expect(page.getByRole('dialog', { name: 'Set floors' })).toBeVisible()
  await look('listings-floors')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Lower prices now' }).click()
  await expect(page.getByText(/would be lowered now|Nothing is due now/)).toBeVisible()
  await look('listings-reduce')
}

/** One strategy with its replay, and one row of the ledger. */
async function lookAtPrices(page: Page, look: Look) {
  await page.goto(`${host.url}/strategies`)
  await page.locator('[data-row-link]').first().click()
  await expect(page.getByRole('region', { name: 'Preview' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('strategy')
  await page.getByRole('tab', { name: 'Time machine' }).click()
  await expect(page.getByRole('region', { name: /^Totals in/ }).first()).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('time-machine')
  await page.goto(`${host.url}/ledger`)
  await page.locator('[data-row-link]').first().click()
  await expect(page.getByRole('dialog', { name: /^Price change of/ })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await look('ledger-receipt')
}

const DELIVERED = { field: 'status_automation', operator: 'is_any_of', value: ['shipment_delivered'] }

/**
 * Contrast is a matter of the theme and room of the size, so one pass for each of both shows them all within the suite's fifteen
 * minutes. Where pictures are taken, or with ALL_LOOKS=1, every theme is looked at in every size.
 */
const isLookedAt = (theme: string, size: string) =>
  process.env.ALL_LOOKS === '1' || process.env.UPDATE_SCREENSHOTS === '1' || (theme === 'dark') === (size === 'wide')

for (const theme of THEMES) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    if (!isLookedAt(theme, size)) continue
    test(`every page is readable, accessible and inside the window: ${theme}, ${size}`, async ({ browser }) => {
      // Some forty pages and sheets, each looked at by axe.
      test.setTimeout(300_000)
      const context = await browser.newContext({ viewport, colorScheme: theme })
      const page = await context.newPage()
      const look = async (name: string) => {
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        await screenshot(page, size === 'wide' ? `${name}-${theme}` : `${name}-${size}-${theme}`)
        expect.soft(await findings(page), `${name} for axe`).toEqual([])
        expect.soft(await overflow(page), `${name} sticks out by`).toBe(0)
      }
      for (const path of ['sign-in', 'sign-up', 'forgot-password']) {
        await page.goto(`${host.url}/${path}`)
        await expect(page.getByLabel('Email')).toBeVisible()
        await look(path)
      }
      await signInAsDemo(page)
      for (const [name, path, heading] of [
        ['home', '/', 'Home'],
        ['products', '/products', 'Products'],
        ['videos', '/videos', 'Videos'],
        ['tasks', '/tasks', 'Tasks'],
        ['quick-list', '/quick-list', 'Quick list'],
        ['quick-list-review', `/quick-list?asin=${asinOf('mug', 'Black')}`, 'Quick list'],
        ['quick-list-settings', '/quick-list?view=settings', 'Quick list'],
        ['strategies', '/strategies', 'Strategies'],
        ['strategy-new', '/strategies/new', 'New strategy'],
        ['ledger', '/ledger', 'Price history'],
        ['ledger-runs', '/ledger?view=runs', 'Price history'],
        ['history', '/history', 'History'],
        ['connections', '/connections', 'Connections'],
        ['settings', '/settings', 'Settings'],
        ['settings-statuses', '/settings/products', 'Settings'],
        ['settings-owners', '/settings/products?list=owners', 'Settings'],
        ['settings-fields', '/settings/products?list=fields', 'Settings'],
      ] as const) {
        await page.goto(host.url + path)
        await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
        await page.waitForLoadState('networkidle')
        await look(name)
      }
      await lookAtProducts(page, look)
      await lookAtListings(page, look)
      await lookAtPrices(page, look)
      await page.goto(`${host.url}/products`)
      await page.locator('a[href^="/products/"]').last().click()
      await expect(page.getByRole('region', { name: 'Videos' })).toBeVisible()
      await page.waitForLoadState('networkidle')
      await look('product')
      await page.goto(`${host.url}/nowhere`)
      await look('not-found')
      await context.close()
    })
  }

  test(`the side panel is readable and accessible: ${theme}`, async () => {
    const browser = await launchWithExtension({ colorScheme: theme })
    const { panel } = await openPanel({ origin: host.url, browser })
    const look = async (name: string) => {
      await screenshot(panel, `${name}-${theme}`)
      expect.soft(await findings(panel), `${name} for axe`).toEqual([])
      expect.soft(await overflow(panel), `${name} sticks out by`).toBe(0)
    }
    await expect(panel.getByLabel('Email')).toBeVisible()
    await look('side-panel-sign-in')
    await signInToPanel(panel, DEMO)
    await panel.getByRole('list', { name: 'Videos to upload' }).waitFor()
    await look('side-panel')
    await panel.getByRole('list', { name: 'Videos to upload' }).getByRole('button').first().click()
    await panel.getByRole('list', { name: /^Tasks of/ }).waitFor()
    await look('side-panel-tasks')
    await browser.close()
  })
}
