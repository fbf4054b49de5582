import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { socialAccountsContract } from '../core/src/social/accounts/contract.ts'
import { socialPostsContract } from '../core/src/social/posts/contract.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '../core/src/thumbnails/contract.ts'
import { findProgram } from '../services/transcoder/find-program.ts'
import { type Person, uploadVideo } from './support/api.ts'
import { connect } from './support/connect.ts'
import type { Host } from './support/host.ts'
import { addOwnedProduct, background } from './support/owned-product.ts'
import { runQueue } from './support/queue.ts'
import { test as base, expect } from './support/test.ts'

const test = base.extend({ site: async ({ workshop }, use) => use(workshop.host) })

const DAY_S = 86_400

/** Networks take at least three seconds, upright. */
async function uprightClip(): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(await mkdtemp(join(tmpdir(), 'opsyncpro-reel-')), 'reel.mp4')
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=540x960:rate=24:duration=4']
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=4']
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest']
  await promisify(execFile)(findProgram('ffmpeg') ?? 'ffmpeg', [
    '-v',
    'error',
    ...source,
    ...sound,
    ...coding,
    '-y',
    path,
  ])
  return new Uint8Array(await readFile(path))
}

/** Signs in to Meta through its consent page, and uses every account that it shares. */
async function connectMeta(site: Host, person: Person): Promise<void> {
  await connect(site, person, 'meta')
  const { api } = person
  const { items } = await api(socialAccountsContract.available, { query: { provider: 'facebook' } })
  const [first] = items
  if (!first) throw new Error('Meta shared no page.')
  const accounts = items.map(({ network, account_id }) => ({ network, account_id }))
  await api(socialAccountsContract.choose, { body: { provider: 'facebook', sign_in: first.sign_in, accounts } })
}

/** A product with a finished thumbnail and a converted video. */
async function addFilmedProduct(site: Host, person: Person) {
  const { api } = person
  const { owner, product } = await addOwnedProduct(person)
  const image = new Uint8Array(await background())
  const upload = await api(thumbnailTemplatesContract.upload, {
    body: { file_size: image.length, mime_type: 'image/png' },
  })
  await fetch(upload.upload_url, { method: upload.method, headers: upload.headers, body: image })
  await api(thumbnailTemplatesContract.create, {
    body: {
      owner_id: owner.id,
      name: 'Blue',
      upload_session_id: upload.upload_session_id,
      placement_zone: { x: 0, y: 0, width: 50, height: 100 },
      fit: 'contain',
      background: null,
      removes_white_background: false,
      layers: [],
    },
  })
  const { video } = await uploadVideo(api, product.id, await uprightClip())
  await api(thumbnailsContract.generate, { body: { product_id: product.id } })
  await runQueue(site)
  return { product, video }
}

const result = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Results' }).getByRole('listitem').filter({ hasText: name })

type Published = { media: { caption: string; cover_url: string | null }[] }

test('a reel goes out at its time with the thumbnail as its cover; YouTube fails, and Retry publishes only there', async ({
  page,
  person,
  site,
  meta,
  youtube,
  errors,
}) => {
  const { product, video } = await addFilmedProduct(site, person)
  await connectMeta(site, person)
  await connect(site, person, 'youtube')
  await meta.seed({ polls_needed: 0 })
  await youtube.seed({ channels: [{ account_id: 'g-dana', id: null }] })

  await page.goto(`/posts/new?video_id=${video.id}`)
  await page.getByRole('checkbox', { name: 'Instagram: danas.daily.finds' }).click()
  await page.getByRole('checkbox', { name: "YouTube: Dana's Daily Finds" }).click()
  await page.getByLabel('Caption').fill('The lamp that I use every day #lamp')
  await page.getByRole('tab', { name: 'YouTube' }).click()
  await page.getByLabel('Title').fill('My desk lamp')
  const tomorrow = new Date(Date.now() + (DAY_S / 2) * 1000).toISOString().slice(0, 16)
  await page.getByLabel('Date and time').fill(tomorrow)
  await page.getByRole('button', { name: /^Schedule for / }).click()
  await expect(page).toHaveURL(/\/posts\/[0-9a-f-]{36}$/)

  await runQueue(site, DAY_S)
  await expect(result(page, 'danas.daily.finds')).toContainText('Posted')
  await expect(result(page, 'danas.daily.finds').getByRole('link', { name: 'View post' })).toHaveAttribute(
    'href',
    /instagram\.com/,
  )
  await expect(result(page, "Dana's Daily Finds")).toContainText('no YouTube channel')
  const first = (await meta.run('published', {})) as Published // safe: the emulator's own answer
  expect(first.media).toMatchObject([{ caption: 'The lamp that I use every day #lamp' }])
  const cover = await fetch(first.media[0]?.cover_url ?? 'none:')
  expect(cover.headers.get('content-type')).toBe('image/jpeg')

  await youtube.seed({ channels: [{ account_id: 'g-dana', id: 'UCdanasdailyfinds0000001' }] })
  await page.getByRole('button', { name: 'Retry 1 account' }).click()
  await runQueue(site)
  await expect(result(page, "Dana's Daily Finds").getByRole('link', { name: 'View post' })).toHaveAttribute(
    'href',
    /youtube\.com/,
  )
  expect(((await meta.run('published', {})) as Published).media).toHaveLength(1) // safe: as above
  const { videos } = (await youtube.run('published', {})) as { videos: unknown[] } // safe: as above
  expect(videos).toHaveLength(1)

  await page.goto(`/products/${product.id}`)
  await expect(page.getByText('Posted on Instagram as danas.daily.finds')).toBeVisible()
  await expect(page.getByText("Posted on YouTube as Dana's Daily Finds")).toBeVisible()
  expect(errors).toEqual([])
})

test('a post is dragged to another day of the calendar; let go on its own day, it stays and does not open', async ({
  page,
  person,
  site,
  errors,
}) => {
  const { api } = person
  const { product } = await addOwnedProduct(person)
  const { video } = await uploadVideo(api, product.id, await uprightClip())
  await connectMeta(site, person)
  const { items } = await api(socialPostsContract.accounts, {})
  const account = items.find(({ network }) => network === 'instagram')
  await api(socialPostsContract.create, {
    body: {
      video_id: video.id,
      accounts: [{ connection_id: account?.id ?? '' }],
      schedule: { wall: '2036-05-14T23:30', time_zone: 'Asia/Tokyo' },
    },
  })

  await page.goto('/calendar?day=2036-05-14')
  const chip = page.getByRole('link', { name: /, Scheduled$/ })
  const day = (name: string) => page.getByRole('listitem', { name })
  await expect(day('Wednesday, May 14, 2036').getByRole('link', { name: /, Scheduled$/ })).toBeVisible()
  const own = await chip.boundingBox()
  const [x, y] = [(own?.x ?? 0) + 20, (own?.y ?? 0) + 8]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 300, y + 200, { steps: 5 })
  await page.mouse.move(x, y, { steps: 5 })
  await page.mouse.up()
  await expect(page).toHaveURL(/\/calendar/)
  await expect(day('Wednesday, May 14, 2036').getByRole('link', { name: /, Scheduled$/ })).toBeVisible()

  await page.mouse.move(x, y)
  const target = await day('Friday, May 16, 2036').boundingBox()
  await page.mouse.down()
  await page.mouse.move((target?.x ?? 0) + 20, (target?.y ?? 0) + 60, { steps: 8 })
  await page.mouse.up()
  await expect(page.getByText(/^Moved to /)).toBeVisible()
  await expect(day('Friday, May 16, 2036').getByRole('link', { name: /, Scheduled$/ })).toBeVisible()
  await expect(page).toHaveURL(/\/calendar/)
  const moved = await api(socialPostsContract.list, { query: {} })
  expect(moved.items).toMatchObject([{ scheduled_wall: '2036-05-16T23:30', time_zone: 'Asia/Tokyo' }])
  expect(errors).toEqual([])
})
