import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { crmListsContract } from '../core/src/products/lists/contract.ts'
import { signUp } from './support/api.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

let host: Host
let ann: ApiClient
test.beforeAll(async () => {
  host = await startHost()
  ann = await signUp(host.url, 'ann@example.test')
})
test.afterAll(() => host.close())

const names = (page: Page, list: string) =>
  page
    .getByRole('list', { name: list })
    .getByRole('textbox', { name: /^Name of/ })
    .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')))

test('a list is ordered, renamed and cleared out with the keyboard alone, and stays so', async ({ page }) => {
  const errors = collectErrors(page)
  const { items } = await ann(crmListsContract.marketplaces.list, { query: {} })
  const keep = items.find(({ name }) => name === 'Keep')
  const { id } = await ann(productsContract.create, { body: { asin: 'B07XJQW9K2', marketplace_id: keep?.id } })
  await signIn(page, host.url, 'ann@example.test')
  await page.goto(`${host.url}/settings/products?list=marketplaces`)
  await expect.poll(() => names(page, 'Sales channels')).toEqual(['eBay', 'Facebook Marketplace', 'Amazon', 'Keep'])

  const told = page.locator('[id^="DndLiveRegion"]').first()
  await page.getByRole('button', { name: 'Move Keep' }).focus()
  await page.keyboard.press('Space')
  await expect(told).toHaveText('Picked up Keep, 4 of 4.')
  await expect(async () => {
    await page.keyboard.press('ArrowUp')
    await expect(told).toHaveText('Keep would be 1 of 4.', { timeout: 500 })
  }).toPass()
  await page.keyboard.press('Space')
  await expect(told).toHaveText('Keep is now 1 of 4.')
  await expect(page.getByRole('button', { name: 'Move Keep' })).toBeFocused()

  await page.getByRole('textbox', { name: 'Name of Amazon' }).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Amazon Resale')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of Amazon Resale' })).toBeVisible()

  await page.getByRole('button', { name: 'More for Keep' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Delete…' }).press('Enter')
  const target = page.getByRole('combobox', { name: 'Move its 1 product to' })
  await target.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'eBay' }).press('Enter')
  await page.getByRole('button', { name: 'Delete sales channel' }).press('Enter')
  await expect(page.getByText('1 product moved to “eBay”.')).toBeVisible()

  await page.reload()
  await expect.poll(() => names(page, 'Sales channels')).toEqual(['eBay', 'Facebook Marketplace', 'Amazon Resale'])
  const moved = await ann(productsContract.get, { params: { id } })
  expect(moved.marketplace_id).toBe(items.find(({ name }) => name === 'eBay')?.id)
  expect(errors).toEqual([])
})

test('dialogs, colours and choices of the lists are readable for everybody', async ({ page }) => {
  await signIn(page, host.url, 'ann@example.test')
  await page.goto(`${host.url}/settings/products`)
  const findings = async () =>
    (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze())
      .violations
  await page.getByRole('button', { name: /^Colour of Review/ }).click()
  await expect(page.getByRole('textbox', { name: 'Any other' })).toBeVisible()
  expect(await findings()).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for In Transit' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await expect(page.getByRole('dialog', { name: 'Delete “In Transit”?' })).toBeVisible()
  expect(await findings()).toEqual([])
})
