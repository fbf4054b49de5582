import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { createControl, type EmulatorControl } from '../services/emulators/control-client.ts'
import { signUp } from './support/api.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

const DANA = 'ma8vp1jySJC'
const LISTING = 'JBL Tune 510BT On-Ear Headphones Blue'

let host: Host
let ebay: EmulatorControl
test.beforeAll(async () => {
  host = await startHost()
  const { features } = await (await fetch(`${host.url}/api/config`)).json()
  expect(features.ebay.state).toBe('emulated')
  ebay = createControl(features.ebay.emulator_url)
})
test.afterAll(() => host.close())

const Secrets = z.object({ secret_key: z.string(), webhook_secret: z.string() })
const secrets = async () => Secrets.parse(JSON.parse(await readFile(join(host.dataDir, 'secrets.json'), 'utf8')))

/** Thirty days pass: everything switched on so far was switched on then. */
async function passThirtyDays(): Promise<void> {
  const { secret_key } = await secrets()
  const then = new Date(Date.now() - 30 * 86_400_000).toISOString()
  const response = await fetch(`${host.url}/rest/v1/listings?reductions_enabled=is.true`, {
    method: 'PATCH',
    headers: { apikey: secret_key, 'content-type': 'application/json' },
    body: JSON.stringify({ reductions_enabled_at: then }),
  })
  expect(response.ok).toBe(true)
}

/** The schedule's minute comes: what it asks for every four hours, and the drain behind it. */
async function scheduledRun(): Promise<void> {
  const { secret_key, webhook_secret } = await secrets()
  const asked = await fetch(`${host.url}/rest/v1/rpc/enqueue_job`, {
    method: 'POST',
    headers: { apikey: secret_key, 'content-type': 'application/json' },
    body: JSON.stringify({ p_kind: 'ebay.reduce-all', p_key: 'ebay.reduce-all' }),
  })
  expect(asked.ok).toBe(true)
  await fetch(`${host.url}/api/jobs-drain`, { method: 'POST', headers: { 'x-webhook-secret': webhook_secret } })
}

async function priceAtEbay(): Promise<number> {
  // safe: the emulator's own answer
  const { listings } = (await ebay.run('truth', { seller_id: DANA })) as {
    listings: { title: string; price_cents: number }[]
  }
  return listings.find(({ title }) => title === LISTING)?.price_cents ?? 0
}

const card = (page: Page) => page.getByRole('region', { name: 'eBay' })
const sheet = (page: Page) => page.getByRole('dialog', { name: LISTING })
const openListing = async (page: Page) => {
  await page.goto(`${host.url}/listings?q=JBL`)
  await page
    .getByRole('link', { name: LISTING })
    .or(page.getByRole('button', { name: LISTING, exact: true }))
    .first()
    .click()
  await expect(sheet(page)).toBeVisible()
}

test('eBay is connected, a listing gets a floor and a strategy, is cut by the schedule, and the cut is taken back', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const errors = collectErrors(page)
  await signUp(host.url, 'ann@example.test')
  await signIn(page, host.url, 'ann@example.test')

  // Connect: first no, then yes.
  await page.goto(`${host.url}/connections`)
  await card(page).getByRole('button', { name: 'Connect eBay' }).click()
  await page.getByRole('button', { name: 'Decline' }).click()
  await expect(card(page).getByText(/You cancelled the eBay sign-in/)).toBeVisible()
  await card(page).getByRole('button', { name: 'Connect eBay' }).click()
  await page.getByRole('button', { name: 'Agree and Continue' }).click()
  await expect(card(page).getByText(/eBay is connected/)).toBeVisible()
  await expect(card(page).getByText('dana_finds_deals')).toBeVisible()

  // The first sync runs by itself.
  await page.goto(`${host.url}/listings`)
  await expect(page.getByText(/49 seen/)).toBeVisible({ timeout: 30_000 })
  const before = await priceAtEbay()
  expect(before).toBe(34_95)

  // A floor.
  await openListing(page)
  await expect(sheet(page).getByText('No strategy').first()).toBeVisible()
  await sheet(page).getByLabel('Floor', { exact: true }).fill('20')
  await page.keyboard.press('Enter')
  await expect(sheet(page).getByLabel('Floor', { exact: true })).toHaveValue('20.00')

  // A strategy: its sentence, its preview, saved as a preview.
  await page.goto(`${host.url}/strategies`)
  await page.getByRole('link', { name: 'New strategy' }).first().click()
  await page.getByRole('button', { name: /Steady/ }).click()
  await page.getByLabel('Name').fill('Weekly')
  await expect(page.getByText(/−5% every 7 days, next/)).toBeVisible()
  await expect(page.getByText(/1 listing.* will be lowered/)).toBeVisible()
  await page.getByRole('button', { name: 'Save as preview' }).click()
  await expect(page.getByRole('heading', { name: 'Weekly' })).toBeVisible()
  const strategyAddress = page.url()

  // Chosen and switched on, it is still a preview.
  await openListing(page)
  await sheet(page).getByRole('combobox', { name: 'Strategy' }).click()
  await page.getByRole('option', { name: /Weekly/ }).click()
  await sheet(page).getByRole('switch', { name: 'Price drops' }).click()
  await expect(sheet(page).getByText('The strategy is not live yet. Publish it to lower prices.')).toBeVisible()
  await passThirtyDays()
  await scheduledRun()
  expect(await priceAtEbay()).toBe(before)

  // Go live is an act of its own, and begins the waiting.
  await page.goto(strategyAddress)
  await page.getByRole('button', { name: 'Go live' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go live' }).click()
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible()
  await openListing(page)
  await expect(sheet(page).getByText('The next price drop is not due yet.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])

  // The schedule cuts it, once.
  await passThirtyDays()
  await scheduledRun()
  await expect.poll(priceAtEbay, { timeout: 20_000 }).toBe(33_20)
  await scheduledRun()
  await page.goto(`${host.url}/ledger?q=JBL`)
  await expect(page.getByText(/Confirmed \d/)).toHaveCount(1, { timeout: 20_000 })
  expect(await priceAtEbay()).toBe(33_20)

  // The chart shows it, with the floor and what is to come.
  await openListing(page)
  await expect(sheet(page).getByRole('heading', { name: 'Price history' })).toBeVisible()
  await expect(sheet(page).getByText('$33.20').first()).toBeVisible()

  // Taken back, the same careful way.
  await sheet(page).getByRole('button', { name: /^Undo/ }).first().click()
  await expect.poll(priceAtEbay, { timeout: 20_000 }).toBe(before)
  await page.goto(`${host.url}/ledger?q=JBL`)
  await expect(page.getByText(/Undone/).first()).toBeVisible({ timeout: 20_000 })
  // Pictures are eBay's, which no test reaches; the consent page has no icon.
  expect(errors.filter((text) => !/status of 404|ERR_NAME_NOT_RESOLVED/.test(text))).toEqual([])
})
