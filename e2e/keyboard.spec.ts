import { expect, type Locator, type Page, test } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { crmListsContract } from '../core/src/products/lists/contract.ts'
import { PASSWORD, signUp } from './support/api.ts'
import { collectErrors } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

let host: Host
let ann: ApiClient
test.beforeAll(async () => {
  host = await startHost()
  ann = await signUp(host.url, 'ann@example.test')
})
test.afterAll(() => host.close())

/** From here on the page hears no mouse, pen or finger. */
async function unplugMouse(page: Page) {
  await page.addInitScript(() => {
    // A click made by Enter or Space comes from the keyboard and has no clicks counted.
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'click', 'dblclick']) {
      window.addEventListener(
        type,
        (event) => {
          if (type === 'click' && event instanceof MouseEvent && event.detail === 0) return
          event.stopImmediatePropagation()
          event.preventDefault()
        },
        true,
      )
    }
  })
}

const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement)

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator, key = 'Tab') {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(key)
  }
  throw new Error('Tab never came to it.')
}

async function press(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key)
}

const cell = (page: Page, asin: string, column: string) =>
  page.getByRole('row').filter({ hasText: asin }).locator(`[data-column="${column}"]`)

const product = async (asin: string) => {
  const { items } = await ann(productsContract.list, { query: { search: asin } })
  const [found] = items
  if (!found) throw new Error(`${asin} is not there.`)
  return found
}

test('every row action works without a mouse', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const errors = collectErrors(page)
  await unplugMouse(page)
  for (const [asin, title] of [
    ['B0C0000003', 'Kettle'],
    ['B0C0000002', 'Toaster'],
    ['B0C0000001', 'Desk lamp'],
  ] as const) {
    await ann(productsContract.create, { body: { asin, title, brand: 'Luminar' } })
  }
  const statuses = (await ann(crmListsContract.statuses.list, { query: {} })).items
  const ordered = statuses.find(({ name }) => name === 'Ordered')?.id

  // Sign in and go to the products.
  await page.goto(`${host.url}/sign-in`)
  await tabTo(page, page.getByLabel('Email'))
  await page.keyboard.type('ann@example.test')
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await press(page, 'g', 'p')
  const grid = page.getByRole('grid', { name: 'Products' })
  await expect(grid).toBeVisible()

  // Add a product.
  await page.keyboard.press('c')
  await tabTo(page, page.getByLabel('ASIN or Amazon address'))
  await page.keyboard.type('B0C0000004')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'B0C0000004' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  // Edit cells: type over, Enter goes down, Tab goes right, Esc puts back.
  await press(page, 'j')
  await expect(cell(page, 'B0C0000004', 'title')).toBeFocused()
  await press(page, 'F2')
  await page.keyboard.type('Blender')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'B0C0000001', 'title')).toBeFocused()
  await expect(cell(page, 'B0C0000004', 'title')).toHaveText('Blender')
  await press(page, 'ArrowRight', 'ArrowRight', 'Enter')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('order')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'B0C0000001', 'status_id')).toHaveText('Ordered')
  await expect(cell(page, 'B0C0000001', 'status_id')).toBeFocused()
  await expect.poll(async () => (await product('B0C0000001')).status_id).toBe(ordered)
  await press(page, 'End', 'ArrowLeft')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toBeFocused()
  await page.keyboard.type('12.50')
  await page.keyboard.press('Tab')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toHaveText('$12.50')
  await expect.poll(async () => (await product('B0C0000001')).cost_cents).toBe(1250)
  await press(page, 'ArrowLeft', '9', 'Escape')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toHaveText('$12.50')

  // Paste a column, then take all of it back with one key.
  await page.evaluate(() => navigator.clipboard.writeText('1.00\n2.00\nnonsense\n'))
  await page.keyboard.press('Control+v')
  await expect(page.getByRole('dialog', { name: '1 change was not made' })).toContainText('“nonsense” is not an amount')
  await page.keyboard.press('Escape')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toHaveText('$1.00')
  await expect(cell(page, 'B0C0000002', 'cost_cents')).toHaveText('$2.00')
  await expect.poll(async () => (await product('B0C0000002')).cost_cents).toBe(200)
  await page.keyboard.press('Control+z')
  await expect(cell(page, 'B0C0000002', 'cost_cents')).toHaveText('')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toHaveText('$12.50')

  // Delete clears, and the status has a key of its own.
  await page.keyboard.press('Delete')
  await expect(cell(page, 'B0C0000001', 'cost_cents')).toHaveText('')
  await page.keyboard.press('s')
  await page.keyboard.type('review')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'B0C0000001', 'status_id')).toHaveText('Review')

  // Select some, set a field of all of them, clear the selection.
  await press(page, 'x', 'Shift+J', 'Shift+J')
  const bar = page.getByRole('region', { name: 'Selected products' })
  await expect(bar).toContainText('3 selected')
  await tabTo(page, bar.getByRole('button', { name: 'Decision' }))
  await page.keyboard.press('Enter')
  await page.keyboard.type('sell')
  await page.keyboard.press('Enter')
  await expect(cell(page, 'B0C0000003', 'decision')).toHaveText('Sell')
  await expect.poll(async () => (await product('B0C0000003')).decision).toBe('sell')
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)

  // Sort by a header, and back into the rows.
  await tabTo(page, cell(page, 'B0C0000003', 'status_id').or(grid.locator('[data-column][tabindex="0"]')).first())
  await press(page, 'Control+Home', 'ArrowRight', 'ArrowUp')
  await page.keyboard.press('Enter')
  await expect(grid.getByRole('columnheader', { name: /^Title/ })).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowDown')
  await expect(cell(page, 'B0C0000004', 'title')).toBeFocused()

  // Peek and go back.
  await page.keyboard.press(' ')
  await expect(page.getByRole('dialog', { name: 'Blender' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(cell(page, 'B0C0000004', 'title')).toBeFocused()

  // Search, then filter in words and save it as a view.
  await page.keyboard.press('/')
  await page.keyboard.type('lamp')
  await expect(page.getByText('1 product found')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByText('4 products found')).toBeAttached()
  await tabTo(page, page.getByRole('button', { name: 'Filter', exact: true }))
  await page.keyboard.press('Enter')
  await page.keyboard.type('decision')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('combobox', { name: 'Decision' }))
  await page.keyboard.type('sell')
  await press(page, 'Enter', 'Escape')
  await expect(page.getByRole('button', { name: 'Decision is any of Sell', exact: true })).toBeVisible()
  await expect(page.getByText('3 products found')).toBeAttached()
  await tabTo(page, page.getByRole('button', { name: 'Save as new' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Name'))
  await page.keyboard.type('To be sold')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^To be sold/ })).toHaveAttribute('aria-current', 'true')

  // The board: from card to card, and a card to another status.
  await tabTo(page, page.getByRole('button', { name: 'Board' }))
  await page.keyboard.press('Enter')
  const card = page.locator('[data-board-card]').filter({ hasText: 'Toaster' })
  await expect(card).toBeVisible()
  await tabTo(page, page.locator('[data-board-card][tabindex="0"]').first())
  for (let steps = 0; steps < 4 && !(await isFocused(card)); steps += 1) await page.keyboard.press('ArrowDown')
  await expect(card).toBeFocused()
  await page.keyboard.press('m')
  await page.keyboard.type('committed')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Committed, 1 product' }).getByText('Toaster')).toBeVisible()
  await expect(card).toBeFocused()
  await expect(page.getByText('B0C0000002 is now Committed')).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('region', { name: 'Committed, 1 product' })).toHaveCount(0)

  // The keys are listed.
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Change the status')
  expect(errors).toEqual([])
})
