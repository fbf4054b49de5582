import type { Page } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { crmListsContract } from '../core/src/products/lists/contract.ts'
import { besidesLookups, emailField, expectHome, passwordField } from './support/dashboard.ts'
import { isFocused, press, tabTo, unplugMouse } from './support/keyboard.ts'
import { expect, test } from './support/test.ts'

/** Newest first, as the table shows them. */
const PRODUCTS = [
  ['B0C0000003', 'Kettle'],
  ['B0C0000002', 'Toaster'],
  ['B0C0000001', 'Desk lamp'],
] as const
const [KETTLE, TOASTER, LAMP] = ['B0C0000003', 'B0C0000002', 'B0C0000001'] as const

test.beforeEach(async ({ page, person: { api }, errors }) => {
  expect(errors).toEqual([])
  await unplugMouse(page)
  for (const [asin, title] of PRODUCTS) {
    await api(productsContract.create, { body: { asin, title, brand: 'Luminar' } })
  }
})
test.afterEach(({ errors }) => expect(besidesLookups(errors)).toEqual([]))

const cell = (page: Page, asin: string, column: string) =>
  page.getByRole('row').filter({ hasText: asin }).locator(`[data-column="${column}"]`)

const products = (page: Page) => page.getByRole('grid', { name: 'Products' })

/** The products table with the focus in the first row's title. */
async function openTable(page: Page) {
  await page.goto('/products')
  await expect(cell(page, LAMP, 'title')).toBeVisible()
  await press(page, 'j')
  await expect(cell(page, LAMP, 'title')).toBeFocused()
}

async function product(api: ApiClient, asin: string) {
  const { items } = await api(productsContract.list, { query: { search: asin } })
  const [found] = items
  if (!found) throw new Error(`${asin} is not there.`)
  return found
}

/** From the title to the cost, the last but one column. */
async function goToCost(page: Page, asin: string) {
  await press(page, 'End', 'ArrowLeft')
  await expect(cell(page, asin, 'cost_cents')).toBeFocused()
}

test.describe('signed out', () => {
  test.use({ storageState: undefined })

  test('a person signs in, opens the products and adds one without a mouse', async ({ page, person }) => {
    await page.goto('/sign-in')
    await tabTo(page, emailField(page))
    await page.keyboard.type(person.email)
    await tabTo(page, passwordField(page))
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await expectHome(page)
    // Both at once: the app gives a person 900 ms between them, and a busy machine needs longer for two commands.
    await Promise.all([page.keyboard.press('g'), page.keyboard.press('p')])
    await expect(products(page)).toBeVisible()
    await page.keyboard.press('c')
    await tabTo(page, page.getByLabel('ASIN or Amazon link'))
    await page.keyboard.type('B0C0000004')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog', { name: 'B0C0000004' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await press(page, 'j')
    await expect(cell(page, 'B0C0000004', 'title')).toBeFocused()
  })
})

test('cells are typed over: Enter moves down, Tab moves right, Escape restores', async ({ page, person: { api } }) => {
  const statuses = (await api(crmListsContract.statuses.list, { query: {} })).items
  const ordered = statuses.find(({ name }) => name === 'Ordered')?.id
  await openTable(page)
  await press(page, 'F2')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Blender')
  await page.keyboard.press('Enter')
  await expect(cell(page, TOASTER, 'title')).toBeFocused()
  await expect(cell(page, LAMP, 'title')).toHaveText('Blender')
  await press(page, 'ArrowRight', 'ArrowRight', 'Enter')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('order')
  await page.keyboard.press('Enter')
  await expect(cell(page, TOASTER, 'status_id')).toHaveText('Ordered')
  await expect(cell(page, TOASTER, 'status_id')).toBeFocused()
  await expect.poll(async () => (await product(api, TOASTER)).status_id).toBe(ordered)
  await goToCost(page, TOASTER)
  await page.keyboard.type('12.50')
  await page.keyboard.press('Tab')
  await expect(cell(page, TOASTER, 'cost_cents')).toHaveText('$12.50')
  await expect.poll(async () => (await product(api, TOASTER)).cost_cents).toBe(1250)
  await press(page, 'ArrowLeft', '9', 'Escape')
  await expect(cell(page, TOASTER, 'cost_cents')).toHaveText('$12.50')
})

test('a column is pasted and undone with one key; Delete clears, and the status has its own key', async ({
  page,
  context,
  person: { api },
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { id } = await product(api, LAMP)
  await api(productsContract.update, { params: { id }, body: { cost_cents: 1250 } })
  await openTable(page)
  await goToCost(page, LAMP)
  await page.evaluate(() => navigator.clipboard.writeText('1.00\n2.00\nnonsense\n'))
  await page.keyboard.press('Control+v')
  await expect(page.getByRole('dialog', { name: '1 change was not made' })).toContainText('“nonsense” is not an amount')
  await page.keyboard.press('Escape')
  await expect(cell(page, LAMP, 'cost_cents')).toHaveText('$1.00')
  await expect(cell(page, TOASTER, 'cost_cents')).toHaveText('$2.00')
  await expect.poll(async () => (await product(api, TOASTER)).cost_cents).toBe(200)
  await page.keyboard.press('Control+z')
  await expect(cell(page, TOASTER, 'cost_cents')).toHaveText('')
  await expect(cell(page, LAMP, 'cost_cents')).toHaveText('$12.50')

  await page.keyboard.press('Delete')
  await expect(cell(page, LAMP, 'cost_cents')).toHaveText('')
  await page.keyboard.press('s')
  await page.keyboard.type('review')
  await page.keyboard.press('Enter')
  await expect(cell(page, LAMP, 'status_id')).toHaveText('Review')
})

test('several are selected, a field of all of them is set, and the selection is cleared', async ({
  page,
  person: { api },
}) => {
  await openTable(page)
  await press(page, 'x', 'Shift+J', 'Shift+J')
  const bar = page.getByRole('region', { name: 'Selected products' })
  await expect(bar).toContainText('3 selected')
  await tabTo(page, bar.getByRole('button', { name: 'Decision' }))
  await page.keyboard.press('Enter')
  await page.keyboard.type('sell')
  await page.keyboard.press('Enter')
  await expect(cell(page, KETTLE, 'decision')).toHaveText('Sell')
  await expect.poll(async () => (await product(api, KETTLE)).decision).toBe('sell')
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
})

test('a header sorts, and opening and closing a product returns the focus', async ({ page }) => {
  await openTable(page)
  await tabTo(page, products(page).locator('[data-column][tabindex="0"]').first())
  await press(page, 'Control+Home', 'ArrowRight', 'ArrowUp')
  await page.keyboard.press('Enter')
  await expect(products(page).getByRole('columnheader', { name: /^Title/ })).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowDown')
  await expect(cell(page, LAMP, 'title')).toBeFocused()
  await page.keyboard.press(' ')
  await expect(page.getByRole('dialog', { name: 'Desk lamp' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(cell(page, LAMP, 'title')).toBeFocused()
})

test('products are searched, filtered in words, and the filter is saved as a view', async ({
  page,
  person: { api },
}) => {
  for (const asin of [LAMP, TOASTER]) {
    const { id } = await product(api, asin)
    await api(productsContract.update, { params: { id }, body: { decision: 'sell' } })
  }
  await openTable(page)
  await page.keyboard.press('/')
  await page.keyboard.type('lamp')
  await expect(page.getByText('1 product found')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByText('3 products found')).toBeAttached()
  await tabTo(page, page.getByRole('button', { name: 'Filter', exact: true }))
  await page.keyboard.press('Enter')
  await page.keyboard.type('decision')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('combobox', { name: 'Decision' }))
  await page.keyboard.type('sell')
  await press(page, 'Enter', 'Escape')
  await expect(page.getByRole('button', { name: 'Decision is any of Sell', exact: true })).toBeVisible()
  await expect(page.getByText('2 products found')).toBeAttached()
  await tabTo(page, page.getByRole('button', { name: 'Save as new' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Name'))
  await page.keyboard.type('To be sold')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^To be sold/ })).toHaveAttribute('aria-current', 'true')
})

test('on the board a card moves to another status and back, and the keys are listed', async ({ page }) => {
  await openTable(page)
  await tabTo(page, page.getByRole('button', { name: 'Board' }), 'Shift+Tab')
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
  await expect(page.getByText(`${TOASTER} is now Committed`)).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('region', { name: 'Committed, 1 product' })).toHaveCount(0)

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Change the status')
})
