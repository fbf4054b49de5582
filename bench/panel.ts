import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import {
  type ExtensionBrowser,
  launchWithExtension,
  openPanel,
  signInToPanel,
} from '../chrome-extension/testing/open-panel.ts'
import { openDatabase } from '../services/local/database/open-database.ts'
import { type Entry, entry, median } from './measure.ts'
import { PASSWORD, type Person, signUp, withHost } from './workspaces.ts'

const MANY = 5000
const FEW = 10
/** Tasks of one video: the own ASIN and correlated ones. */
const TASKS_OF_A_VIDEO = 5
const ROUNDS = 9
const MAX_HEAP_MIB = 60
const MIB = 1024 * 1024

/**
 * The side panel in a real Chromium with 5,000 pending tasks against 10: from the start of its page to the first task on
 * screen (from disk, before the network answers), its heap, and its requests for one refresh.
 */
export async function benchPanel(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  const browsers: ExtensionBrowser[] = []
  try {
    const [many, few] = await withHost(
      dataDir,
      async (host) => [await signUp(host, 'many'), await signUp(host, 'few')] as const,
    )
    await addTasks(dataDir, [many, MANY], [few, FEW])
    return await withHost(dataDir, async ({ url }) => {
      const open = async (name: string) => {
        const browser = await launchWithExtension()
        browsers.push(browser)
        const { panel } = await openPanel({ origin: url, browser })
        await signInToPanel(panel, { email: `${name}@example.test`, password: PASSWORD })
        await firstTask(panel)
        return panel
      }
      const [large, small] = [await open('many'), await open('few')]
      const painted = { large: [] as number[], small: [] as number[] }
      for (let round = -1; round < ROUNDS; round += 1) {
        const [a, b] = [await paintMs(large), await paintMs(small)]
        // The first round warms both up.
        if (round < 0) continue
        painted.large.push(a)
        painted.small.push(b)
      }
      return [
        entry({
          name: `first of ${MANY.toLocaleString('en')} tasks painted`,
          rival: `the same with ${FEW} tasks`,
          limit: 1.5,
          ours_ms: median(painted.large),
          rival_ms: median(painted.small),
        }),
        entry({
          name: 'heap of that panel (MiB, shown as ms)',
          rival: `${MAX_HEAP_MIB} MiB`,
          limit: 1,
          ours_ms: (await heapBytes(large)) / MIB,
          rival_ms: MAX_HEAP_MIB,
        }),
        entry({
          name: 'requests of one refresh (shown as ms)',
          rival: 'one request',
          limit: 1,
          ours_ms: await requestsOfRefresh(large, url),
          rival_ms: 1,
        }),
      ]
    })
  } finally {
    for (const browser of browsers) await browser.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const firstTask = (panel: Page) =>
  panel.getByRole('list', { name: 'Videos to upload' }).getByRole('listitem').first().waitFor()

/** From the start of the page to the first listed video in the document, by the page's own clock (ms). */
async function paintMs(panel: Page): Promise<number> {
  await panel.bringToFront()
  await panel.reload({ waitUntil: 'commit' })
  const at = await panel.waitForFunction(() => {
    const isThere = document.querySelector(
      '[aria-label="Videos to upload"] [role="listitem"], [aria-label="Videos to upload"] li',
    )
    return isThere ? performance.now() : null
  })
  await panel.waitForLoadState('networkidle')
  return Number(await at.jsonValue())
}

async function heapBytes(panel: Page): Promise<number> {
  const session = await panel.context().newCDPSession(panel)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Requests to the server from pressing Refresh until the network is quiet. */
async function requestsOfRefresh(panel: Page, url: string): Promise<number> {
  let count = 0
  panel.on('request', (request) => {
    if (request.url().startsWith(`${url}/api/`)) count += 1
  })
  const answered = panel.waitForResponse((response) => response.url().startsWith(`${url}/api/`))
  await panel.getByRole('button', { name: 'Refresh' }).click()
  await answered
  await panel.waitForLoadState('networkidle')
  return count
}

/** So many pending tasks for each person, while no host runs on the folder. */
async function addTasks(dataDir: string, ...people: [Person, number][]): Promise<void> {
  const database = await openDatabase({ folder: join(dataDir, 'db') })
  const tables = ['sourced_products', 'product_videos', 'influencer_tasks']
  // Triggers would be most of the work, and nothing here depends on them.
  for (const table of tables) await database.exec(`alter table public.${table} disable trigger user`)
  for (const [{ userId }, count] of people) {
    const workspace = '(select current_workspace_id from public.users where id = $1)'
    await database.query(
      `insert into public.sourced_products (workspace_id, asin, title, fill_in_state)
       select ${workspace}, 'B' || lpad(i::text, 9, '0'), 'Lamp ' || i, 'done' from generate_series(1, $2::int) as i`,
      [userId, count / TASKS_OF_A_VIDEO],
    )
    await database.query(
      `insert into public.product_videos
         (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type, is_for_tasks)
       select workspace_id, id, asin, 'storage', 'bench/' || workspace_id || '/' || asin, 'x.mp4', 1, 'video/mp4', true
       from public.sourced_products where workspace_id = ${workspace}`,
      [userId],
    )
    await database.query(
      `insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace, video_id)
       select product.workspace_id, case when n = 0 then product.asin else 'C' || substr(product.asin, 4) || lpad(n::text, 2, '0') end,
         product.asin, product.id, 'US', video.id
       from public.sourced_products as product
       join public.product_videos as video on video.workspace_id = product.workspace_id and video.asin = product.asin
       cross join generate_series(0, $2::int) as n
       where product.workspace_id = ${workspace}`,
      [userId, TASKS_OF_A_VIDEO - 1],
    )
  }
  for (const table of tables) {
    await database.exec(`alter table public.${table} enable trigger user`)
    await database.exec(`vacuum analyze public.${table}`)
  }
  await database.close()
}
