import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { signUp } from './support/api.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

let host: Host
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

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

async function pick(page: Page, name: string) {
  await page.goto(`${host.url}/products/import`)
  await page.getByLabel('File of products').setInputFiles({ name, mimeType: 'text/csv', buffer: FILE })
  await expect(page.getByRole('heading', { name: 'Which field is each column?' })).toBeVisible()
}

/** Goes to a control with Tab alone and presses it. */
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

const axeFinds = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map(({ id, impact }) => `${id} (${impact})`)

/** Opens a list, types the beginning of an entry and takes it; typing before the list is there would be lost. */
async function choose(page: Page, name: string, entry: string): Promise<void> {
  await press(page, 'combobox', name)
  await expect(page.getByRole('option', { name: entry, exact: true })).toBeVisible()
  await page.keyboard.type(entry)
  await expect(page.getByRole('option', { name: entry, exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
}

test('a file becomes products by keyboard alone, is told what is wrong with it, changes nothing the second time, and is undone', async ({
  page,
}) => {
  const errors = collectErrors(page)
  const ann = await signUp(host.url, 'ann@example.test')
  await signIn(page, host.url, 'ann@example.test')
  await pick(page, 'liste.csv')
  expect(await axeFinds(page)).toEqual([])
  await choose(page, 'Field of Preis', 'Cost')
  await expect(page.getByRole('combobox', { name: 'Field of Preis' })).toHaveText('Cost')
  await choose(page, 'Field of Kaufdatum', 'Purchased')
  await press(page, 'button', 'See what will happen')

  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('ASIN: “lamp” is not an ASIN.')).toBeVisible()
  await expect(page.getByText('The same ASIN as in row 1.')).toBeVisible()
  expect(await axeFinds(page)).toEqual([])
  expect((await ann(productsContract.list, { query: {} })).items).toEqual([])
  await press(page, 'button', 'Import 2 rows')

  await expect(page.getByText('2 of 4 rows were imported.')).toBeVisible({ timeout: 60_000 })
  expect(await axeFinds(page)).toEqual([])
  const { items } = await ann(productsContract.list, { query: { sort: 'asin' } })
  expect(items).toMatchObject([
    { asin: 'B0TEST0001', title: 'Küchenlampe; "groß"\r\nmit Fuß', cost_cents: 123_450, purchase_date: '2026-11-22' },
    { asin: 'B0TEST0002', title: "=cmd|'/c calc'!A0", cost_cents: 2000, purchase_date: '2026-02-01' },
  ])

  // The mapping is remembered: two presses to the answer.
  await pick(page, 'liste.csv')
  await press(page, 'button', 'See what will happen')
  await expect(page.getByText('No row of this file would change anything.')).toBeVisible({ timeout: 60_000 })

  await page.goto(`${host.url}/products/import`)
  await page.getByRole('link', { name: 'liste.csv' }).last().click()
  await press(page, 'button', 'Undo import')
  await expect(page.getByText('This import was undone.')).toBeVisible()
  expect((await ann(productsContract.list, { query: {} })).items).toEqual([])
  expect(errors).toEqual([])
})
