import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/find-chromium.mjs'
import { frameTimes } from './frames.ts'
import { type Entry, entry, median, percentile } from './measure.ts'
import { addProducts, PASSWORD, signUp, withHost } from './workspaces.ts'

const MANY = 10_000
const FEW = 100
const ROUNDS = 5
const KEYSTROKES = 12

/**
 * The products page in a real Chromium: frames while scrolling 10,000 products against the same table with 100, and a
 * key in the search field until its rows are on screen against the list request of that key, by the browser's own
 * clock.
 */
export async function benchProductsPage(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    const [many, few] = await withHost(
      dataDir,
      async (host) => [await signUp(host, 'many'), await signUp(host, 'few')] as const,
    )
    await addProducts(dataDir, [many, MANY], [few, FEW])
    return await withHost(dataDir, async ({ url }) => {
      const large = await openProducts(browser, url, 'many')
      const small = await openProducts(browser, url, 'few')
      await loadAll(large, MANY)
      const frames = { large: [] as number[], small: [] as number[] }
      for (let round = -1; round < ROUNDS; round += 1) {
        const a = await scrollFrames(large)
        const b = await scrollFrames(small)
        // The first round warms both up.
        if (round < 0) continue
        frames.large.push(...a)
        frames.small.push(...b)
      }
      const about = { rival: `the same table with ${FEW} products`, limit: 1.2 }
      const name = `frame while scrolling ${MANY.toLocaleString('en')} products (${frames.large.length} frames)`
      return [
        entry({ ...about, name: `median ${name}`, ours_ms: median(frames.large), rival_ms: median(frames.small) }),
        entry({
          ...about,
          name: `p95 ${name}`,
          ours_ms: percentile(frames.large, 95),
          rival_ms: percentile(frames.small, 95),
        }),
        await compareKeystroke(large),
      ]
    })
  } finally {
    await browser.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function openProducts(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: url })).newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(`${name}@example.test`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.goto('/products?view=all')
  await page.locator('tbody [data-row-link]').first().waitFor()
  return page
}

/** Scrolls to the end until everything has been loaded. */
async function loadAll(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (rows) => {
      const box = document.querySelector('[data-table-box]')
      box?.scrollTo(0, box.scrollHeight)
      const last = [...document.querySelectorAll('tbody tr[aria-rowindex]')].at(-1)
      return Number(last?.getAttribute('aria-rowindex')) >= rows
    },
    count,
    { timeout: 300_000, polling: 50 },
  )
}

/** Times between frames (ms), from the browser's own trace, while the same distance is scrolled by wheel. */
async function scrollFrames(page: Page): Promise<number[]> {
  await page.bringToFront()
  await page.evaluate(() => document.querySelector('[data-table-box]')?.scrollTo(0, 0))
  await page.mouse.move(700, 500)
  return frameTimes(page, async () => {
    // Down and up again within the height of 100 rows.
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.wheel(0, step < 30 ? 120 : -120)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
    }
  })
}

/** From the key that completes a search to its rows in the document, against the request of those rows. */
async function compareKeystroke(page: Page): Promise<Entry> {
  await page.bringToFront()
  const search = page.getByRole('searchbox')
  const ours: number[] = []
  const rival: number[] = []
  for (let round = -2; round < KEYSTROKES; round += 1) {
    // Every search is sent for the first time; only its first word has been answered and shown before.
    const word = String(3100 + round * 13)
    await search.fill(word.slice(0, 3))
    await page.waitForFunction((text) => new URLSearchParams(location.search).get('search') === text, word.slice(0, 3))
    await page.waitForLoadState('networkidle')
    await page.evaluate((text) => {
      performance.clearResourceTimings()
      const timing = { startedAt: 0, endedAt: 0 }
      Object.assign(window, { timing })
      const isShown = () => {
        const rows = [...document.querySelectorAll('tbody tr[aria-rowindex]')]
        return (
          rows.length > 0 &&
          !document.querySelector('[aria-busy="true"]') &&
          rows.every((row) => row.textContent?.includes(text))
        )
      }
      document.addEventListener(
        'keydown',
        () => {
          timing.startedAt = performance.now()
        },
        { once: true, capture: true },
      )
      new MutationObserver((_records, observer) => {
        if (timing.startedAt === 0 || !isShown()) return
        timing.endedAt = performance.now()
        observer.disconnect()
      }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
    }, word)
    await search.press(word.slice(3))
    const timing = await page.waitForFunction(() => {
      const { timing } = window as unknown as { timing: { startedAt: number; endedAt: number } } // safe: set above
      return timing.endedAt > 0 ? timing : null
    })
    const { startedAt, endedAt } = (await timing.jsonValue()) ?? { startedAt: 0, endedAt: 0 }
    const requestMs = await ownRequest(page, word)
    if (round < 0) continue
    ours.push(endedAt - startedAt)
    rival.push(requestMs)
  }
  return entry({
    name: 'a key in the search of 10,000 products until its rows are on screen',
    rival: 'the list request of that key',
    limit: 2,
    ours_ms: median(ours),
    rival_ms: median(rival),
  })
}

/** How long the request of a search took, from its start to its last byte (ms), as the browser measured it. */
async function ownRequest(page: Page, word: string): Promise<number> {
  return page.evaluate((text) => {
    const made = performance
      .getEntriesByType('resource')
      .find(({ name }) => name.includes(`/api/sourced-products?search=${text}`))
    if (!made) throw new Error(`Nothing was asked for ${text}`)
    return made.duration
  }, word)
}
