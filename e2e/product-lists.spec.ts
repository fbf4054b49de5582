import type { Page } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { crmListsContract } from '../core/src/products/lists/contract.ts'
import { wcagFinds } from './support/axe.ts'
import { expect, test } from './support/test.ts'

const CHANNELS = 'Sales channels'

const names = (page: Page) =>
  page
    .getByRole('list', { name: CHANNELS })
    .getByRole('textbox', { name: /^Name of/ })
    .evaluateAll((inputs) => inputs.map((input) => (input instanceof HTMLInputElement ? input.value : '')))

const openChannels = async (page: Page) => {
  await page.goto('/settings/products?list=marketplaces')
  await expect.poll(() => names(page)).toEqual(['eBay', 'Facebook Marketplace', 'Amazon', 'Keep'])
}

test('an entry of a list is moved with the keyboard alone, and stays there', async ({ page, errors }) => {
  await openChannels(page)
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
  await page.reload()
  await expect.poll(() => names(page)).toEqual(['Keep', 'eBay', 'Facebook Marketplace', 'Amazon'])
  expect(errors).toEqual([])
})

test('an entry is renamed and another deleted with the keyboard alone, its products moved', async ({
  page,
  person: { api },
  errors,
}) => {
  const { items } = await api(crmListsContract.marketplaces.list, { query: {} })
  const idOf = (wanted: string) => items.find(({ name }) => name === wanted)?.id
  const { id } = await api(productsContract.create, { body: { asin: 'B07XJQW9K2', marketplace_id: idOf('Keep') } })
  await openChannels(page)
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
  await expect.poll(() => names(page)).toEqual(['eBay', 'Facebook Marketplace', 'Amazon Resale'])
  const moved = await api(productsContract.get, { params: { id } })
  expect(moved.marketplace_id).toBe(idOf('eBay'))
  expect(errors).toEqual([])
})

test('dialogs, colors and options of the lists are readable for everyone', async ({ page }) => {
  await page.goto('/settings/products')
  await page.getByRole('button', { name: /^Colour of Review/ }).click()
  await expect(page.getByRole('textbox', { name: 'Any other' })).toBeVisible()
  expect(await wcagFinds(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for In Transit' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await expect(page.getByRole('dialog', { name: 'Delete “In Transit”?' })).toBeVisible()
  expect(await wcagFinds(page)).toEqual([])
})
