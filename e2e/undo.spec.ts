import { expect, type Locator, type Page, test } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { signUp } from './support/api.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'
import { joinWorkspace } from './support/teammate.ts'

const ASIN = 'B07XJQW9K2'

let host: Host
let ann: ApiClient
let bob: ApiClient
test.beforeAll(async () => {
  host = await startHost()
  ann = await signUp(host.url, 'ann@example.test')
  bob = await signUp(host.url, 'bob@example.test')
  await joinWorkspace(host, bob, ann)
})
test.afterAll(() => host.close())

async function type(field: Locator, text: string) {
  await field.fill(text)
  await field.press('Enter')
}

/** The newest toast with these words. */
const toast = (page: Page, words: string) =>
  page
    .getByRole('region', { name: /Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: words })
    .first()

test('a change is taken back from its toast, by keyboard and in the history, and never what somebody else did since', async ({
  page,
}) => {
  const errors = collectErrors(page)
  const { id } = await ann(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp', brand: 'Luminar' } })
  await signIn(page, host.url, 'ann@example.test')
  await page.goto(`${host.url}/products/${id}`)
  const sheet = page.getByRole('dialog', { name: 'Desk lamp' })
  const brand = sheet.getByRole('textbox', { name: 'Brand' })

  // Two clicks: into the field and on Undo.
  await type(brand, 'Muji')
  await toast(page, `Brand of ${ASIN} changed`).getByRole('button', { name: 'Undo' }).click()
  await expect(brand).toHaveValue('Luminar')
  await expect(sheet).toBeVisible()

  // By keyboard right after typing, and again with Redo.
  await type(brand, 'Hearthway')
  await page.keyboard.press('Control+z')
  await expect(brand).toHaveValue('Luminar')
  await toast(page, `Undid: brand of ${ASIN}`).getByRole('button', { name: 'Redo' }).click()
  await expect(brand).toHaveValue('Hearthway')

  // In a text field the keys are the field's own.
  const notes = sheet.getByRole('textbox', { name: 'Notes' })
  await notes.pressSequentially('half')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await expect(brand).toHaveValue('Hearthway')

  // Bob changes the brand after Ann changed it: his stays, and she is told.
  await type(brand, 'Mine')
  const undo = toast(page, `Brand of ${ASIN} changed`).getByRole('button', { name: 'Undo' })
  await expect(undo).toBeVisible()
  await bob(productsContract.update, { params: { id }, body: { brand: 'Theirs' } })
  await undo.click()
  await expect(page.getByText('Brand was changed since and stays.')).toBeVisible()
  await expect(brand).toHaveValue('Theirs')

  // The bin, and the way out of it.
  await sheet.getByRole('button', { name: 'Delete' }).click()
  await toast(page, `${ASIN} is in Trash`).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Desk lamp' })).toBeVisible()

  // The history names everybody, and undoes what the toasts have forgotten.
  await page.keyboard.press('g')
  await page.keyboard.press('y')
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible()
  const theirs = page.getByRole('listitem', { name: `Brand of ${ASIN}`, exact: true }).filter({ hasText: 'bob' })
  await expect(theirs).toContainText('Mine')
  await theirs.getByRole('button', { name: 'Undo' }).click()
  await expect(theirs.getByText('Undone')).toBeVisible()
  expect((await ann(productsContract.get, { params: { id } })).brand).toBe('Mine')
  expect(errors).toEqual([])
})
