import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { thumbnailsContract } from '../core/src/thumbnails/contract.ts'
import { uploadVideo } from './support/api.ts'
import { clipOf } from './support/clip.ts'
import { press, tabTo, unplugMouse } from './support/keyboard.ts'
import { addOwnedProduct, background } from './support/owned-product.ts'
import { openPanelOf, panelGroups } from './support/panel.ts'
import { expect, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

/** Moves by Tab to the element and presses Enter. */
async function enter(page: Page, role: 'link' | 'button' | 'combobox', name: string | RegExp) {
  await tabTo(page, page.getByRole(role, { name }).first())
  await press(page, 'Enter')
}

test('a template is designed by keyboard alone, a thumbnail is made, and the panel downloads that picture', async ({
  page,
  person,
  site,
  errors,
}) => {
  const { product, owner } = await addOwnedProduct(person)
  await unplugMouse(page)
  await page.goto(`/thumbnails/new?owner=${owner.id}`)
  // The file dialog belongs to the browser; it is the only thing here that is not ours to operate.
  await page.locator('input[type=file]').setInputFiles({
    name: 'blue.png',
    mimeType: 'image/png',
    buffer: await background(),
  })
  const zone = page.getByRole('button', { name: /^Product zone/ })
  await tabTo(page, zone)
  await press(page, 'ArrowLeft', 'ArrowLeft', 'Shift+ArrowDown', 'Alt+ArrowUp')
  await expect(zone).toHaveAttribute(
    'aria-label',
    /40 % wide and 71 % high, 52 % from the left and 11.9 % from the top/,
  )
  await enter(page, 'button', 'Add text')
  await expect(page.getByRole('menuitem', { name: 'Video title' })).toBeVisible()
  await press(page, 'Enter')
  await expect(page.getByRole('button', { name: /^Video title zone/ })).toBeVisible()
  await enter(page, 'button', 'Save template')
  await expect(page.getByText('Review saved')).toBeVisible()
  await expect(page).toHaveURL(/\/thumbnails\/[0-9a-f-]{36}$/)
  // The finished picture stands in the editor, also of a title that is full of markup and of other scripts.
  await expect(page.getByAltText('The thumbnail as it will be')).toBeVisible()

  await page.goto(`/products/${product.id}`)
  const section = page.getByRole('region', { name: 'Thumbnail' })
  await enter(page, 'button', /^Make (thumbnail|again)$/)
  await expect(page.getByText(/^(Thumbnail of .* made|The thumbnail of .* is up to date)$/)).toBeVisible()
  await expect(section.locator('img')).toBeVisible()

  const found = await person.api(thumbnailsContract.find, { query: { product_id: product.id } })
  if (found.source === 'none') throw new Error('There is no thumbnail.')
  expect(found).toMatchObject({ source: 'own', filename: `${product.asin}_thumbnail.jpg` })
  const picture = Buffer.from(await (await fetch(found.url)).arrayBuffer())
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720, space: 'srgb' })

  await uploadVideo(person.api, product.id, new Uint8Array(await readFile(await clipOf(MIB))))
  const { panel, browser } = await openPanelOf(site, person)
  await panelGroups(panel).getByRole('button').first().click()
  await panel.getByRole('button', { name: `Download the thumbnail of ${product.asin} in US` }).click()
  await expect(panel.getByText(`Downloaded ${product.asin}_thumbnail.jpg`)).toBeVisible()
  expect(
    await readFile(join(browser.downloadsFolder, 'OpSyncPro', product.asin, `${product.asin}_thumbnail.jpg`)),
  ).toEqual(picture)
  await browser.close()
  expect(errors).toEqual([])
})
