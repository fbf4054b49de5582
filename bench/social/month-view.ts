import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.mjs'
import { openDatabase } from '../../services/local/database/open-database.ts'
import { frameTimes } from '../frames.ts'
import { type Entry, entry, median, percentile } from '../measure.ts'
import { PASSWORD, type Person, signUp, withHost } from '../workspaces.ts'

const MANY = 1000
const FEW = 10
const ROUNDS = 5
const STEPS = 60

/** Frames of the month view while a post is dragged over its days: 1,000 posts against 10 posts. */
export async function benchMonthView(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    const [many, few] = await withHost(
      dataDir,
      async (host) => [await signUp(host, 'many'), await signUp(host, 'few')] as const,
    )
    await addPosts(dataDir, [many, MANY], [few, FEW])
    return await withHost(dataDir, async ({ url }) => {
      const large = await openMonth(browser, url, 'many')
      const small = await openMonth(browser, url, 'few')
      const frames = { large: [] as number[], small: [] as number[] }
      for (let round = -1; round < ROUNDS; round += 1) {
        const a = await dragFrames(large)
        const b = await dragFrames(small)
        // The first round warms both up.
        if (round < 0) continue
        frames.large.push(...a)
        frames.small.push(...b)
      }
      const about = { rival: `the same month with ${FEW} posts`, limit: 1.2 }
      const name = `frame while a post is dragged over a month with ${MANY.toLocaleString('en')} posts`
      return [
        entry({ ...about, name: `median ${name}`, ours_ms: median(frames.large), rival_ms: median(frames.small) }),
        entry({
          ...about,
          name: `p95 ${name}`,
          ours_ms: percentile(frames.large, 95),
          rival_ms: percentile(frames.small, 95),
        }),
      ]
    })
  } finally {
    await browser.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function openMonth(browser: Browser, url: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: url })).newPage()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(`${name}@example.test`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.goto('/calendar?day=2036-05-14')
  await post(page).waitFor()
  return page
}

const post = (page: Page) => page.getByRole('link', { name: /, Scheduled$/ }).first()

/** Over the days and back to where the post was, so that nothing moves. */
async function dragFrames(page: Page): Promise<number[]> {
  await page.bringToFront()
  const box = await post(page).boundingBox()
  const [x, y] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 8]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames = await frameTimes(page, async () => {
    for (let step = 1; step <= STEPS; step += 1) {
      const part = 1 - Math.abs(1 - (2 * step) / STEPS)
      await page.mouse.move(x + 700 * part, y + 300 * part)
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
    }
  })
  await page.mouse.up()
  return frames
}

/** Scheduled posts spread over May 2036, while no host runs on the folder. */
async function addPosts(dataDir: string, ...workspaces: [Person, number][]): Promise<void> {
  const database = await openDatabase({ folder: join(dataDir, 'db') })
  for (const [{ userId }, count] of workspaces) {
    await database.query(
      `with account as (
         insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
         select current_workspace_id, 'instagram', '1784', 'Shop', 'instagram', '1784' from public.users where id = $1
         returning id, workspace_id
       ), made as (
         insert into public.social_posts (workspace_id, caption, state, scheduled_wall, time_zone, scheduled_at)
         select workspace_id, 'Post ' || n, 'scheduled', at, 'UTC', at at time zone 'UTC'
         from account, generate_series(1, $2::int) as n,
           lateral (select timestamp '2036-05-01 06:00' + make_interval(days => n % 31, mins => n)) as moment (at)
         returning id, workspace_id
       )
       insert into public.social_post_jobs (workspace_id, post_id, connection_id, network)
       select made.workspace_id, made.id, account.id, 'instagram' from made, account`,
      [userId, count],
    )
  }
  for (const table of ['social_posts', 'social_post_jobs']) await database.exec(`vacuum analyze public.${table}`)
  await database.close()
}
