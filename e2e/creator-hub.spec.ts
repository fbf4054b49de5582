import {
  addLamp,
  hubOf,
  MARKETPLACES,
  openLamp,
  SIMILAR,
  saveAmazon,
  strip,
  TITLE,
  valuesOf,
} from './creator-hub/saved-amazon.ts'
import { openPanelOf } from './support/panel.ts'
import { expect, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

test('the panel fills in title, ASIN and video on the saved pages of four marketplaces, and the person completes', async ({
  site,
  person,
}) => {
  const hash = await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  for (const code of MARKETPLACES) {
    await amazon.open(code, { form: 'good' })
    const hub = strip(panel, code)
    await hub.getByRole('button', { name: 'Fill title' }).click()
    await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
    // The product search is there once the person has opened it; the panel presses nothing.
    await hub.getByRole('button', { name: 'Find ASIN' }).click()
    await expect(hub.getByText('Open the product search on Amazon’s page first')).toBeVisible()
    await amazon.page.getByRole('button', { name: 'Add products' }).click()
    await hub.getByRole('button', { name: 'Find ASIN' }).click()
    await expect(hub.getByText('Filled. Search for it')).toBeVisible()
    await hub.getByRole('button', { name: 'Attach video' }).click()
    await expect(hub.getByText(/^Attached /)).toBeVisible()

    expect(await hubOf(amazon.page)).toMatchObject({
      title: TITLE,
      file: { size: 2 * MIB, hash },
      changes: 1,
      presses: 0,
      submits: 0,
      errors: [],
    })
    expect(await valuesOf(amazon.page)).toEqual([
      ['bulkFileUploader', 1],
      ['ocpTitleTextArea', TITLE],
      ['cp-asin-picker-search-input', SIMILAR],
    ])
    await panel.getByRole('button', { name: `Complete ${SIMILAR} in ${code}` }).click()
    await expect(panel.getByRole('button', { name: `Undo ${SIMILAR} in ${code}` })).toBeVisible()
    await expect(hub).toBeHidden()
  }
  expect(amazon.uncaught).toEqual([])
  await browser.close()
})

test('on changed pages of four marketplaces nothing wrong is filled in, and the panel offers to copy', async ({
  site,
  person,
}) => {
  await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  const panelErrors: Error[] = []
  panel.on('pageerror', (error) => panelErrors.push(error))
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  for (const code of MARKETPLACES) {
    const hub = strip(panel, code)
    await amazon.open(code, { form: 'shadow' })
    await hub.getByRole('button', { name: 'Fill title' }).click()
    await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
    expect(await hubOf(amazon.page)).toMatchObject({ title: TITLE, errors: [] })
    for (const form of ['renamed', 'closed-shadow', 'absent'] as const) {
      await amazon.open(code, { form })
      await expect(hub.getByText(/Amazon changed this page/)).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Copy title' })).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Copy ASIN' })).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Fill title' })).toBeHidden()
      expect(await valuesOf(amazon.page)).toEqual([])
      expect(await hubOf(amazon.page)).toMatchObject({ title: '', file: null, presses: 0, errors: [] })
    }
  }
  expect([...amazon.uncaught, ...panelErrors]).toEqual([])
  await browser.close()
})

test('C-10, C-11, C-12: each fill says what the page made of it', async ({ site, person }) => {
  await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  const hub = strip(panel, 'US')
  const press = (name: string) => hub.getByRole('button', { name }).click()

  await amazon.open('US', { form: 'good', script: 'resets' })
  await press('Fill title')
  await expect(hub.getByText('Amazon’s page removed the title. Copy it and paste it there.')).toBeVisible()

  await amazon.open('US', { form: 'good', script: 'trusted-only' })
  await press('Fill title')
  await expect(hub.getByText('Amazon did not take the title. Copy it and paste it there.')).toBeVisible()
  await press('Attach video')
  await expect(hub.getByText(/Amazon did not take the video/)).toBeVisible()

  await amazon.open('US', { form: 'good', script: 'forgets-file' })
  await press('Fill title')
  await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
  await press('Attach video')
  await expect(hub.getByText(/^Attached /)).toBeVisible()
  expect(await hubOf(amazon.page)).toMatchObject({ changes: 1, file: { size: 2 * MIB }, presses: 0 })

  await amazon.open('US', { form: 'good', script: 'empties-file' })
  await press('Attach video')
  await expect(hub.getByText(/^Attached /)).toBeVisible()
  await browser.close()
})

test('C-13: after an update of the extension the open page asks to be reloaded, and no script throws', async ({
  site,
  person,
}) => {
  await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  await amazon.open('US', { form: 'good' })
  await expect(strip(panel, 'US').getByRole('button', { name: 'Fill title' })).toBeVisible()

  const gone = panel.waitForEvent('close')
  // The answer never comes: the page closes with its extension.
  panel.evaluate(() => chrome.runtime.reload()).catch(() => {})
  await gone
  await amazon.page.mouse.click(5, 300)
  await expect(amazon.page.getByText('OpSyncPro was updated. Reload this tab')).toBeVisible()
  await amazon.page.mouse.click(5, 310)
  await expect(amazon.page.locator('opsyncpro-notice')).toHaveCount(1)
  expect(amazon.uncaught).toEqual([])
  expect(await valuesOf(amazon.page)).toEqual([])
  await browser.close()
})
