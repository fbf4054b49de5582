import type { Page } from '@playwright/test'
import { accountsContract } from '../core/src/accounts/contract.ts'
import type { EmulatorControl } from '../services/emulators/control-client.ts'
import { callApi, type Person } from './support/api.ts'
import { axeFinds } from './support/axe.ts'
import type { Host } from './support/host.ts'
import { runQueue } from './support/queue.ts'
import { enqueueJob, writeRows } from './support/secrets.ts'
import { expect, test } from './support/test.ts'

const DANA = 'ma8vp1jySJC'
const LISTING = 'JBL Tune 510BT On-Ear Headphones Blue'
const PRICE = 34_95
/** 5% less. */
const LOWERED = 33_20

test.afterEach(({ errors }) => {
  // Images are eBay's, which no test reaches; the consent page has no icon.
  expect(errors.filter((text) => !/status of 404|ERR_NAME_NOT_RESOLVED/.test(text))).toEqual([])
})

/** Runs the schedule's minute: the job of every four hours, and all the work that follows. */
async function scheduledRun(site: Host): Promise<void> {
  await enqueueJob(site, 'ebay.reduce-all')
  await runQueue(site)
}

/** Thirty days pass: everything that this person switched on was switched on thirty days ago. */
async function passThirtyDays(site: Host, { api }: Person): Promise<void> {
  const { current_workspace_id } = await api(accountsContract.me)
  const then = new Date(Date.now() - 30 * 86_400_000).toISOString()
  const mine = `listings?reductions_enabled=is.true&workspace_id=eq.${current_workspace_id}`
  await writeRows(site, 'PATCH', mine, { reductions_enabled_at: then })
}

async function priceAtEbay(ebay: EmulatorControl): Promise<number> {
  // safe: the emulator's own answer
  const { listings } = (await ebay.run('truth', { seller_id: DANA })) as {
    listings: { title: string; price_cents: number }[]
  }
  return listings.find(({ title }) => title === LISTING)?.price_cents ?? 0
}

const card = (page: Page) => page.getByRole('region', { name: 'eBay' })
const sheet = (page: Page) => page.getByRole('dialog', { name: LISTING })
const openListing = async (page: Page) => {
  await page.goto('/listings?q=JBL')
  await page
    .getByRole('link', { name: LISTING })
    .or(page.getByRole('button', { name: LISTING, exact: true }))
    .first()
    .click()
  await expect(sheet(page)).toBeVisible()
}

type Shop = { site: Host; person: Person; ebay: EmulatorControl & { connect(): Promise<void> } }

/** A connected shop, synced, with a floor for the listing and a strategy that was switched on for it. */
async function addStrategy({ site, person, ebay }: Shop, isLive: boolean): Promise<{ strategyId: string }> {
  await ebay.connect()
  await runQueue(site)
  const { items } = await callApi(site, person, 'GET', '/api/listings?q=JBL')
  const listing = items.find(({ title }: { title: string }) => title === LISTING)
  const rule = { name: 'Weekly', kind: 'percentage', percentage_bp: 500, interval_days: 7 }
  const { id: strategyId } = await callApi(site, person, 'POST', '/api/strategies', rule)
  if (isLive) await callApi(site, person, 'PATCH', `/api/strategies/${strategyId}`, { is_live: true })
  await callApi(site, person, 'PATCH', `/api/listings/${listing.id}`, {
    floor_cents: 20_00,
    strategy_id: strategyId,
    reductions_enabled: true,
  })
  return { strategyId }
}

test('eBay is connected after the person first declines, and the first sync runs automatically', async ({
  page,
  ebay,
}) => {
  expect(await priceAtEbay(ebay)).toBe(PRICE)
  await page.goto('/connections')
  await card(page).getByRole('button', { name: 'Connect eBay' }).click()
  await page.getByRole('button', { name: 'Decline' }).click()
  await expect(card(page).getByText(/You cancelled the eBay sign-in/)).toBeVisible()
  await card(page).getByRole('button', { name: 'Connect eBay' }).click()
  await page.getByRole('button', { name: 'Agree and Continue' }).click()
  await expect(card(page).getByText(/eBay is connected/)).toBeVisible()
  await expect(card(page).getByText('dana_finds_deals')).toBeVisible()
  await page.goto('/listings')
  await expect(page.getByText(/49 new/)).toBeVisible()
})

test('a listing gets a floor, and a strategy is written as a sentence and saved as a preview', async ({
  page,
  ebay,
  site,
}) => {
  await ebay.connect()
  await runQueue(site)
  await openListing(page)
  await expect(sheet(page).getByText('No strategy').first()).toBeVisible()
  await sheet(page).getByLabel('Floor', { exact: true }).fill('20')
  await page.keyboard.press('Enter')
  await expect(sheet(page).getByLabel('Floor', { exact: true })).toHaveValue('20.00')

  await page.goto('/strategies')
  await page.getByRole('link', { name: 'New strategy' }).first().click()
  await page.getByRole('button', { name: /Steady/ }).click()
  await page.getByLabel('Name').fill('Weekly')
  await expect(page.getByText(/−5% every 7 days, next/)).toBeVisible()
  await expect(page.getByText(/1 listing.* will be lowered/)).toBeVisible()
  await page.getByRole('button', { name: 'Save as preview' }).click()
  await expect(page.getByRole('heading', { name: 'Weekly' })).toBeVisible()

  // Chosen and switched on, the strategy is still a preview.
  await openListing(page)
  await sheet(page).getByRole('combobox', { name: 'Strategy' }).click()
  await page.getByRole('option', { name: /Weekly/ }).click()
  await sheet(page).getByRole('switch', { name: 'Price drops' }).click()
  await expect(sheet(page).getByText(/not live yet/)).toBeVisible()
})

test('a preview lowers no price; going live is a separate step and starts the waiting time', async ({
  page,
  person,
  site,
  ebay,
}) => {
  const { strategyId } = await addStrategy({ site, person, ebay }, false)
  await passThirtyDays(site, person)
  await scheduledRun(site)
  expect(await priceAtEbay(ebay)).toBe(PRICE)

  await page.goto(`/strategies/${strategyId}`)
  await page.getByRole('button', { name: 'Go live' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go live' }).click()
  await expect(page.getByText('Live', { exact: true }).first()).toBeVisible()
  await openListing(page)
  await expect(sheet(page).getByText('The next price drop is not due yet.')).toBeVisible()
  expect(await axeFinds(page)).toEqual([])
})

test('the schedule lowers a price once, the chart shows it, and the person undoes it', async ({
  page,
  person,
  site,
  ebay,
}) => {
  await addStrategy({ site, person, ebay }, true)
  await passThirtyDays(site, person)
  await scheduledRun(site)
  expect(await priceAtEbay(ebay)).toBe(LOWERED)
  await scheduledRun(site)
  await page.goto('/ledger?q=JBL')
  await expect(page.getByText(/Confirmed \d/)).toHaveCount(1)
  expect(await priceAtEbay(ebay)).toBe(LOWERED)

  // The chart shows the price drop, with the floor and the future drops.
  await openListing(page)
  await expect(sheet(page).getByRole('heading', { name: 'Price history' })).toBeVisible()
  await expect(sheet(page).getByText('$33.20').first()).toBeVisible()

  // The undo sends and confirms the old price in the same way.
  const undone = page.waitForResponse((response) => response.url().endsWith('/undo'))
  await sheet(page).getByRole('button', { name: /^Undo/ }).first().click()
  await undone
  await runQueue(site)
  expect(await priceAtEbay(ebay)).toBe(PRICE)
  await page.goto('/ledger?q=JBL')
  await expect(page.getByText(/Undone/).first()).toBeVisible()
})
