import type { Page } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { axeFinds } from './support/axe.ts'
import { expect, test } from './support/test.ts'

// As Excel in Germany saves it: Windows-1252, semicolons, decimal commas.
const FILE = Buffer.from(
  [
    'ASIN;Name;Preis;Kaufdatum;Bemerkung',
    'B0TEST0001;"K\xfcchenlampe; ""gro\xdf""\r\nmit Fu\xdf";1.234,50 \x80;22.11.2026;',
    "B0TEST0002;=cmd|'/c calc'!A0;20;01.02.2026;gut",
    'lamp;No ASIN;;;',
    'B0TEST0001;Again;;;',
    '',
  ].join('\r\n'),
  'latin1',
)

async function pick(page: Page) {
  await page.goto('/products/import')
  await page.getByLabel('File of products').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: FILE })
  await expect(page.getByRole('heading', { name: 'Which field is each column?' })).toBeVisible()
}

/** Reaches a control with Tab alone and presses it. */
async function press(
  page: Page,
  role: 'button' | 'combobox' | 'link' | 'checkbox',
  name: string | RegExp,
  key = 'Enter',
) {
  const control = page.getByRole(role, { name })
  await expect(control).toBeEnabled()
  for (
    let step = 0;
    step < 60 && !(await control.evaluate((element) => element === document.activeElement));
    step += 1
  ) {
    await page.keyboard.press('Tab')
  }
  await expect(control).toBeFocused()
  await page.keyboard.press(key)
}

/** Opens a list, types the beginning of an entry and chooses it; text typed before the list is open would be lost. */
async function choose(page: Page, name: string, entry: string): Promise<void> {
  await press(page, 'combobox', name)
  await expect(page.getByRole('option', { name: entry, exact: true })).toBeVisible()
  await page.keyboard.type(entry)
  await expect(page.getByRole('option', { name: entry, exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
}

async function mapColumns(page: Page): Promise<void> {
  await choose(page, 'Field of Preis', 'Cost')
  await expect(page.getByRole('combobox', { name: 'Field of Preis' })).toHaveText('Cost')
  await choose(page, 'Field of Kaufdatum', 'Purchased')
}

const products = async (api: ApiClient) => (await api(productsContract.list, { query: { sort: 'asin' } })).items

test('a file becomes products by keyboard alone, and its errors are shown first', async ({ page, person, errors }) => {
  await pick(page)
  expect(await axeFinds(page)).toEqual([])
  await mapColumns(page)
  await press(page, 'button', 'See what will happen')
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible()
  await expect(page.getByText('ASIN: “lamp” is not an ASIN.')).toBeVisible()
  await expect(page.getByText('The same ASIN as in row 1.')).toBeVisible()
  expect(await axeFinds(page)).toEqual([])
  expect(await products(person.api)).toEqual([])
  await press(page, 'button', 'Import 2 rows')

  await expect(page.getByText('2 of 4 rows were imported.')).toBeVisible()
  expect(await axeFinds(page)).toEqual([])
  expect(await products(person.api)).toMatchObject([
    { asin: 'B0TEST0001', title: 'Küchenlampe; "groß"\r\nmit Fuß', cost_cents: 123_450, purchase_date: '2026-11-22' },
    { asin: 'B0TEST0002', title: "=cmd|'/c calc'!A0", cost_cents: 2000, purchase_date: '2026-02-01' },
  ])
  expect(errors).toEqual([])
})

test('an imported file changes nothing the second time, with the columns remembered, and can be undone', async ({
  page,
  person,
  errors,
}) => {
  await pick(page)
  await mapColumns(page)
  await page.getByRole('button', { name: 'See what will happen' }).click()
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByText('2 of 4 rows were imported.')).toBeVisible()

  // The mapping is remembered: two presses lead to the result.
  await pick(page)
  await press(page, 'button', 'See what will happen')
  await expect(page.getByText('No row of this file would change anything.')).toBeVisible()

  await page.goto('/products/import')
  await page.getByRole('link', { name: 'liste.csv' }).last().click()
  await press(page, 'button', 'Undo import')
  await expect(page.getByText('This import was undone.')).toBeVisible()
  expect(await products(person.api)).toEqual([])
  expect(errors).toEqual([])
})
