// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { mp4Head, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { productsContract } from '#core/products/contract.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import type { VideoVariant } from '#core/videos/schema.ts'

const lamp = sampleProduct()

beforeEach(() => {
  startWorld()
})

const variant = (change: Partial<VideoVariant>): VideoVariant => ({
  id: crypto.randomUUID(),
  video_id: crypto.randomUUID(),
  kind: 'transcode',
  profile: 'standard',
  language: null,
  state: 'ready',
  progress: 100,
  error_code: null,
  error: null,
  waiting_code: null,
  waiting_reason: null,
  file_size: 10,
  finished_at: null,
  updated_at: '2026-11-22T10:00:00+00:00',
  ...change,
})

function openWith(...videos: ListedVideo[]) {
  answer(videosContract.list, () => ({ items: videos, next_cursor: null, total: videos.length }))
  return openApp('/videos')
}

const steps = async () =>
  within(await screen.findByRole('list', { name: 'Steps of review.mp4' }))
    .getAllByRole('listitem')
    .map((step) => step.textContent)

test('the rail shows the state of each step of a video, and why', async () => {
  openWith(
    sampleVideo(lamp, {
      source: 'onedrive',
      variants: [
        variant({}),
        variant({ kind: 'dub', profile: null, language: 'de', state: 'processing', progress: 40 }),
      ],
    }),
  )
  expect(await steps()).toEqual([
    'UploadedIn OneDrive',
    'Checked1920 × 1080',
    'TranscodedPlays everywhere',
    'ThumbnailNot yet',
    'DubbedGerman: 40%',
    'On Amazon1 of 3 uploaded',
    'PostedNo post carries it',
  ])
  expect(screen.queryByRole('button', { name: /^Retry/ })).toBeNull()
})

test('a waiting step says what for and that it continues automatically, without a spinner or a button', async () => {
  const waiting = { state: 'processing', progress: 0, waiting_code: 'x' } as const
  openWith(
    sampleVideo(lamp, {
      check_state: 'pending',
      variants: [
        variant({ ...waiting, waiting_reason: 'The transcoder does not answer.' }),
        variant({
          ...waiting,
          kind: 'dub',
          profile: null,
          language: 'de',
          waiting_reason: 'ElevenLabs does not answer.',
        }),
      ],
    }),
  )
  expect(await steps()).toEqual([
    'UploadedIn our storage',
    'CheckedWaits for the conversion',
    'TranscodedConverting: waits. The transcoder does not answer. We retry automatically.',
    'ThumbnailNot yet',
    'DubbedGerman: waits. ElevenLabs does not answer. We retry automatically.',
    'On Amazon1 of 3 uploaded',
    'PostedNo post carries it',
  ])
  expect(screen.queryByRole('button', { name: /^Retry/ })).toBeNull()
})

test('a thumbnail that failed says why at its step, and Retry makes it', async () => {
  const failed = {
    state: 'failed' as const,
    error_code: 'template_missing',
    error: 'Maya has no active template.',
    has_warnings: false,
    updated_at: '2026-11-20T10:00:00+00:00',
  }
  const asked: unknown[] = []
  answer(thumbnailsContract.generate, ({ body }) => {
    asked.push(body)
    throw new FakeProblem('template_missing', { detail: 'Maya has no active template.' })
  })
  const { user } = openWith(sampleVideo(lamp, { thumbnail: failed }))
  await user.click(await screen.findByRole('button', { name: /^Retry Thumbnail of/ }))
  await screen.findByText(`The thumbnail of ${lamp.asin} was not made.`)
  expect(asked).toEqual([{ product_id: lamp.id }])
})

test('a failed step says why and has one Retry', async () => {
  const video = sampleVideo(lamp, {
    variants: [variant({ state: 'failed', error_code: 'ffmpeg_failed', error: 'The converter stopped.' })],
  })
  const tried: unknown[] = []
  answer(videosContract.transcode, ({ params, body }) => {
    tried.push([params.id, body])
    return video
  })
  const { user } = openWith(video)
  expect(await steps()).toContainEqual(expect.stringContaining('The converter stopped.'))
  await user.click(screen.getByRole('button', { name: 'Retry Transcoded of review.mp4' }))
  expect(tried).toEqual([[video.id, { profile: 'standard' }]])
})

test('a file that is no complete video has its Retry at the check, and nowhere else', async () => {
  openWith(
    sampleVideo(lamp, {
      check_state: 'failed',
      check_error: 'The file ends too early.',
      variants: [variant({ state: 'failed', error: 'The file ends too early.' })],
    }),
  )
  expect(await steps()).toContainEqual(expect.stringContaining('CheckedThe file ends too early.'))
  expect(screen.getAllByRole('button', { name: /^Retry/ })).toHaveLength(1)
})

test('deleting says what happens to tasks and files, and can keep the file in OneDrive', async () => {
  const queries: unknown[] = []
  const video = sampleVideo(lamp, { source: 'onedrive', variants: [variant({})] })
  answer(videosContract.remove, ({ query }) => {
    queries.push(query)
    return { id: video.id }
  })
  const { user } = openWith(video)
  await user.click(await screen.findByRole('button', { name: 'More for review.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: /Delete/ }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.getAllByRole('listitem').map((line) => line.textContent)).toEqual([
    '2 pending tasks will use another video of this product, or say “No video” without one.',
    '1 completed task stays completed.',
    '1 file made from it (converted, dubbed) will be removed for good.',
    'The file moves to the OneDrive recycle bin. You can restore it there for a while.',
  ])
  await user.click(dialog.getByRole('checkbox', { name: 'Also remove the file in OneDrive' }))
  expect(dialog.getByText('The file stays in OneDrive.')).toBeDefined()
  await user.click(dialog.getByRole('button', { name: 'Delete video' }))
  expect(queries).toEqual([{ delete_file: 'false' }])
})

test('files get their product from the ASIN in their name, and wrong ones are reported before anything is sent', async () => {
  answer(productsContract.list, ({ query }) => ({
    items: query.search === lamp.asin ? [lamp] : [],
    next_cursor: null,
  }))
  const { user } = openWith()
  await user.click(await screen.findByRole('button', { name: 'Upload videos' }))
  const video = (name: string) => new File([mp4Head, new Uint8Array(5000)], name, { type: 'video/mp4' })
  await user.upload(await screen.findByLabelText('Video files'), [
    video(`${lamp.asin}_final.mp4`),
    video('holiday.mp4'),
    new File(['just words'], 'words.mp4', { type: 'video/mp4' }),
  ])
  expect(
    await screen.findByRole('button', { name: `Product of ${lamp.asin}_final.mp4: ${lamp.asin}. Change` }),
  ).toBeDefined()
  expect(await screen.findByText(/words.mp4 is not a video/)).toBeDefined()
  expect(screen.getByRole('button', { name: 'Product of holiday.mp4: none. Change' })).toBeDefined()
  expect(await screen.findByRole('button', { name: 'Upload 1 video' })).toBeDefined()
})

test('of all words that look like an ASIN, the one that is a product wins; an .m4v is a video; a camera repeats names', async () => {
  answer(productsContract.list, ({ query }) => ({
    items: query.search === lamp.asin ? [lamp] : [],
    next_cursor: null,
  }))
  const { user } = openWith()
  await user.click(await screen.findByRole('button', { name: 'Upload videos' }))
  const video = (name: string, last = 0) => new File([mp4Head, new Uint8Array(5000), Uint8Array.of(last)], name)
  const m4v = new File([Uint8Array.from([0, 0, 0, 16]), 'ftypM4V ', new Uint8Array(5000)], `${lamp.asin}.m4v`)
  const names = [`BRANDNEW01 ${lamp.asin}.mp4`, `1700000004_${lamp.asin}.mp4`, m4v.name]
  await user.upload(await screen.findByLabelText('Video files'), [
    ...names.slice(0, 2).map((name) => video(name)),
    m4v,
    // Another file of the first one's name and size, and the second file again.
    video(names[0] ?? '', 1),
    video(names[1] ?? ''),
  ])
  for (const name of names) {
    const found = { name: `Product of ${name}: ${lamp.asin}. Change` }
    expect((await screen.findAllByRole('button', found)).length).toBeGreaterThan(0)
  }
  expect(await screen.findAllByText('This file is in the list twice.')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: 'Upload 4 videos' })).toBeDefined()
})
