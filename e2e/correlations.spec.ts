import type { Page } from '@playwright/test'
import { catalogContract } from '../core/src/catalog/contract.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { tasksContract } from '../core/src/tasks/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { clipOf } from './support/clip.ts'
import { isFocused, press, tabTo, unplugMouse } from './support/keyboard.ts'
import { runQueue } from './support/queue.ts'
import { expect, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

const MINE = 'B0Q1US0001'
/** The same product as Amazon sells it elsewhere: under another ASIN in each country, with one barcode. */
const SAME = { UK: 'B0Q1UK0002', DE: 'B0Q1DE0003', CA: 'B0Q1CA0004' } as const
const SIMILAR = 'B0Q1US0005'
const TITLE = 'Quillon Ceramic Pour Over Coffee Dripper, White'
const VIDEO_TITLE = 'Is this dripper worth it?'
const STOREFRONT = 'Ann’s Finds'

const DOMAINS = { US: 1, UK: 2, DE: 3, CA: 6 } as const
const dripper = (asin: string, market: keyof typeof DOMAINS) => ({
  asin,
  domains: [DOMAINS[market]],
  title: TITLE,
  brand: 'Quillon',
  category: 'kitchen',
  ean_list: ['4006381333931'],
})
/** The clip of the journey lasts two seconds. */
const placed = {
  videos: [
    { title: 'Someone else', name: 'Bob', creator: 'Influencer', duration: 40 },
    { title: VIDEO_TITLE, name: STOREFRONT, creator: 'Influencer', duration: 2 },
  ],
}
const PRODUCTS = [
  dripper(MINE, 'US'),
  { ...dripper(SAME.UK, 'UK'), ...placed },
  dripper(SAME.DE, 'DE'),
  dripper(SAME.CA, 'CA'),
  { ...dripper(SIMILAR, 'US'), title: 'Quillon Ceramic Pour Over Coffee Dripper, Black', ean_list: ['4012345678901'] },
]

const candidates = (page: Page) => page.getByRole('list', { name: 'Candidates' }).getByRole('article')
const view = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const dialog = (page: Page) => page.getByRole('dialog')

async function enter(page: Page, role: 'link' | 'button', name: string | RegExp) {
  await tabTo(page, page.getByRole(role, { name }).first())
  await press(page, 'Enter')
}

/** Moves from tab to tab until this one is open. */
async function openView(page: Page, name: RegExp) {
  await tabTo(page, page.locator('[role="tab"][aria-selected="true"]'), 'Shift+Tab')
  for (let steps = 0; steps < 4 && !(await isFocused(view(page, name))); steps += 1) await press(page, 'ArrowRight')
  await expect(view(page, name)).toHaveAttribute('aria-selected', 'true')
}

/** Accepts the candidate with the focus, and waits until it has left the list. The next one has the focus then. */
async function accept(page: Page, left: number) {
  await press(page, 'a')
  await expect(candidates(page)).toHaveCount(left)
}

test('a product is found in other countries, reviewed by keyboard alone, uploaded to four marketplaces and seen there', async ({
  page,
  person: { api },
  site,
  keepa,
  errors,
}) => {
  await keepa.seed({ catalog: 'empty', products: PRODUCTS, tokens: { left: 1000 } })
  const { id } = await api(productsContract.create, { body: { asin: MINE, title: TITLE } })
  await api(productsContract.update, { params: { id }, body: { video_title: VIDEO_TITLE } })
  await unplugMouse(page)

  await page.goto(`/products/${id}`)
  await enter(page, 'button', 'Search for other ASINs')
  await expect(dialog(page).getByRole('button', { name: 'Search for other ASINs' })).toHaveCount(0)
  await runQueue(site)
  await enter(page, 'link', 'Review 4 side by side')

  await expect(candidates(page)).toHaveCount(4)
  await press(page, 'j')
  await accept(page, 3)
  await openView(page, /^History/)
  await enter(page, 'button', /^Undo:/)
  await expect(page.getByText('Undone', { exact: true })).toBeVisible()
  await openView(page, /^To review/)
  await expect(candidates(page)).toHaveCount(4)
  await press(page, 'j')
  for (const left of [3, 2, 1]) await accept(page, left)

  // The last one is only similar. Accepting it takes the statement first.
  const last = page.getByRole('article', { name: `${SIMILAR} for ${MINE}` })
  const statement = last.getByRole('checkbox', { name: 'I show this product in the video' })
  await expect(last).toBeVisible()
  await press(page, 'a')
  await expect(statement).toBeFocused()
  await expect(statement).not.toBeChecked()
  await press(page, ' ')
  await expect(statement).toBeChecked()
  await press(page, 'a')
  await expect(page.getByText('Nothing to review')).toBeVisible()
  await runQueue(site)

  await page.goto(`/products/${id}`)
  // The file dialog belongs to the browser; it is the only thing here that is not ours to operate.
  const isSaved = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith(videosContract.save.path),
  )
  await dialog(page)
    .getByLabel('Video file')
    .setInputFiles(await clipOf(MIB))
  expect((await isSaved).ok()).toBe(true)
  await expect(dialog(page).getByRole('region', { name: 'Videos' }).getByText('review.mp4')).toBeVisible()

  await page.goto('/tasks')
  const tasks = page.getByRole('listitem', { name: / in (US|UK|DE|CA)$/ })
  await expect(tasks).toHaveCount(5)
  const names = [
    `${MINE} in US`,
    `${SIMILAR} in US`,
    ...Object.entries(SAME).map(([code, asin]) => `${asin} in ${code}`),
  ]
  for (const name of names) await expect(page.getByRole('listitem', { name, exact: true })).toBeVisible()
  await expect(page.getByText(/no video/i)).toHaveCount(0)

  await enter(page, 'button', `Why may I tag ${SAME.UK} in UK?`)
  await expect(dialog(page).getByText(/^ann accepted it/)).toBeVisible()
  await expect(dialog(page).getByRole('list', { name: 'Evidence' })).toContainText('4006381333931')
  await press(page, 'Escape')
  await expect(dialog(page)).toHaveCount(0)
  await enter(page, 'button', `Why may I tag ${SIMILAR} in US?`)
  await expect(dialog(page).getByText(/ann said .*“I show this product in the video.”/)).toBeVisible()
  await press(page, 'Escape')
  await expect(dialog(page)).toHaveCount(0)

  await tabTo(page, page.getByRole('button', { name: `Complete ${SAME.UK} in UK` }), 'Shift+Tab')
  const isCompleted = page.waitForResponse((response) => response.request().method() === 'PATCH')
  await press(page, 'Enter')
  expect((await isCompleted).ok()).toBe(true)
  await api(tasksContract.updateMarketplace, { params: { code: 'UK' }, body: { storefront_name: STOREFRONT } })
  await page.goto('/tasks?view=placements')
  const placement = page.getByRole('list', { name: 'Placements' }).getByRole('listitem').filter({ hasText: SAME.UK })
  await expect(placement).toContainText('Not checked')
  const isStarted = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith(catalogContract.startRun.path),
  )
  await enter(page, 'button', 'Look for my videos')
  expect((await isStarted).ok()).toBe(true)
  await runQueue(site)
  await expect(placement).toContainText('Seen on the product page')
  await expect(placement).toContainText('number 2 of the 2 known')
  expect(errors).toEqual([])
})
