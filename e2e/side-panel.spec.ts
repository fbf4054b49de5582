import type { Page } from '@playwright/test'
import { launchWithExtension, PANEL_ADDRESS } from '../chrome-extension/testing/open-panel.ts'
import { newPerson } from './support/api.ts'
import { signIn } from './support/dashboard.ts'
import { expect, test } from './support/test.ts'

const sessions = (page: Page) => page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')

test('one click on the dashboard signs the panel in; ending its session there ends only that one', async ({
  site,
  person,
}) => {
  const browser = await launchWithExtension()
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 1024, height: 800 })
  await page.goto(site.url)
  await signIn(page, person.email)
  await page.goto(`${site.url}/settings/account`)
  await expect(page.getByText('Installed in this browser, version 0.1.0.')).toBeVisible()
  await page.getByRole('button', { name: 'Connect the side panel' }).click()
  await expect(page.getByText('The side panel is signed in.')).toBeVisible()
  await expect(sessions(page).filter({ hasText: 'Side panel in Chrome' })).toHaveCount(1)

  const panel = await browser.context.newPage()
  await panel.goto(PANEL_ADDRESS)
  await expect(panel.getByText(person.email)).toBeVisible()

  // Another person on the dashboard changes nothing in the panel.
  const other = await newPerson(site)
  await page.evaluate(() => localStorage.clear())
  await signIn(page, other.email)
  await page.goto(`${site.url}/settings/account`)
  await page.getByRole('button', { name: /^Connect/ }).click()
  await expect(page.getByText(/Another person is signed in to the side panel/)).toBeVisible()
  await expect(sessions(page).first()).toBeVisible()
  await expect(sessions(page).filter({ hasText: 'Side panel' })).toHaveCount(0)

  await page.evaluate(() => localStorage.clear())
  await signIn(page, person.email)
  await page.goto(`${site.url}/settings/account`)
  await page.getByRole('button', { name: /^Sign out Side panel/ }).click()
  await expect(sessions(page).filter({ hasText: 'Side panel' })).toHaveCount(0)
  // Its access token is over some day; then the panel learns that it is signed out.
  await panel.evaluate(async () => {
    const { session } = await chrome.storage.local.get('session')
    await chrome.storage.local.set({ session: Object.assign({}, session, { expires_at_ms: 0 }) })
  })
  await panel.reload()
  await expect(panel.getByText('Your session ended.')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible()
  await browser.close()
})
