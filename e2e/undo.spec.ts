import type { Locator, Page } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { newPerson, type Person } from './support/api.ts'
import { joinWorkspace } from './support/teammate.ts'
import { expect, test } from './support/test.ts'

const ASIN = 'B07XJQW9K2'

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

/** A lamp, open in its sheet. */
async function openLamp(page: Page, { api }: Person) {
  const { id } = await api(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp', brand: 'Luminar' } })
  await page.goto(`/products/${id}`)
  const sheet = page.getByRole('dialog', { name: 'Desk lamp' })
  return { id, sheet, brand: sheet.getByRole('textbox', { name: 'Brand' }) }
}

test('a change is undone from its toast with two clicks', async ({ page, person, errors }) => {
  const { sheet, brand } = await openLamp(page, person)
  await type(brand, 'Muji')
  await toast(page, `Brand of ${ASIN} changed`).getByRole('button', { name: 'Undo' }).click()
  await expect(brand).toHaveValue('Luminar')
  await expect(sheet).toBeVisible()
  expect(errors).toEqual([])
})

test('a change is undone by keyboard right after typing, and made again with Redo', async ({
  page,
  person,
  errors,
}) => {
  const { sheet, brand } = await openLamp(page, person)
  await type(brand, 'Hearthway')
  await page.keyboard.press('Control+z')
  await expect(brand).toHaveValue('Luminar')
  await toast(page, `Undid: brand of ${ASIN}`).getByRole('button', { name: 'Redo' }).click()
  await expect(brand).toHaveValue('Hearthway')

  // In a text field the keys belong to the field.
  const notes = sheet.getByRole('textbox', { name: 'Notes' })
  await notes.pressSequentially('half')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Escape')
  await expect(brand).toHaveValue('Hearthway')
  expect(errors).toEqual([])
})

test("another member's later change is never undone, and the history names everyone and undoes it on purpose", async ({
  page,
  person,
  site,
  errors,
}) => {
  const bob = await newPerson(site, 'bob')
  await joinWorkspace(site, bob.api, person.api)
  const { id, brand } = await openLamp(page, person)
  await type(brand, 'Mine')
  const undo = toast(page, `Brand of ${ASIN} changed`).getByRole('button', { name: 'Undo' })
  await expect(undo).toBeVisible()
  await bob.api(productsContract.update, { params: { id }, body: { brand: 'Theirs' } })
  await undo.click()
  await expect(page.getByText('Brand was changed since and stays.')).toBeVisible()
  await expect(brand).toHaveValue('Theirs')

  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'History', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible()
  const theirs = page.getByRole('listitem', { name: `Brand of ${ASIN}`, exact: true }).filter({ hasText: 'bob' })
  await expect(theirs).toContainText('Mine')
  await theirs.getByRole('button', { name: 'Undo' }).click()
  await expect(theirs.getByText('Undone')).toBeVisible()
  expect((await person.api(productsContract.get, { params: { id } })).brand).toBe('Mine')
  expect(errors).toEqual([])
})

test('a deleted product is restored from Trash by its toast', async ({ page, person, errors }) => {
  const { sheet } = await openLamp(page, person)
  await sheet.getByRole('button', { name: 'Delete' }).click()
  await toast(page, `${ASIN} is in Trash`).getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Desk lamp' })).toBeVisible()
  expect(errors).toEqual([])
})
