// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleGroup, sampleProduct, sampleTask, sampleVideo } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { DubEstimate } from '#core/videos/dubs/estimate.ts'
import type { VideoVariant } from '#core/videos/schema.ts'

const lamp = sampleProduct()
const video = sampleVideo(lamp, { duration_seconds: 130 })

const dub = (change: Partial<VideoVariant>): VideoVariant => ({
  id: crypto.randomUUID(),
  video_id: video.id,
  kind: 'dub',
  profile: null,
  language: 'de',
  state: 'pending',
  progress: 0,
  error_code: null,
  error: null,
  waiting_code: null,
  waiting_reason: null,
  file_size: null,
  finished_at: null,
  updated_at: video.updated_at,
  ...change,
})
const estimate = (change: Partial<DubEstimate> = {}): DubEstimate => ({
  language: 'de',
  seconds: 130,
  estimated_credits: 6500,
  currency: 'elevenlabs_credits',
  credits_per_minute: 3000,
  rate_source_url: 'https://help.elevenlabs.io',
  rate_as_of: '2026-11-22',
  needs_confirmation: true,
  ...change,
})
const showVariants = (...variants: VideoVariant[]) =>
  answer(videosContract.list, () => ({ items: [{ ...video, variants }], next_cursor: null }))
const showTask = (change: Partial<InfluencerTask>) => {
  const task = sampleTask({ marketplace: 'DE', requires_dubbing: true, video_id: video.id, ...change })
  answer(tasksContract.listGroups, () => ({ groups: [sampleGroup([task])], next_cursor: null, total: 1 }))
}

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(productsContract.get, () => lamp)
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
  answer(videosContract.dubEstimate, () => estimate())
  showVariants()
})

test('a dub shows its price first, and is ordered for exactly that price', async () => {
  const asked: unknown[] = []
  answer(videosContract.dub, ({ body, headers }) => {
    expect(headers.get('idempotency-key')).toBeTruthy()
    asked.push(body)
    const changed = { ...video, variants: [dub({ progress: 4, state: 'processing' })] }
    answer(videosContract.list, () => ({ items: [changed], next_cursor: null }))
    return changed
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Dub review.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: 'German' }))
  const dialog = await screen.findByRole('dialog', { name: 'Dub to German' })
  await within(dialog).findByText('German: 2:10, about 6,500 credits')
  expect(asked).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Dub to German' }))
  await screen.findByText('The German version is being made')
  expect(asked).toEqual([{ language: 'de', confirmed_credits: 6500 }])
  expect(await screen.findByRole('progressbar', { name: 'Dub to German' })).toBeTruthy()
})

test('closing the dialog spends nothing', async () => {
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Dub review.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Japanese' }))
  const dialog = await screen.findByRole('dialog', { name: 'Dub to Japanese' })
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Dub to Japanese' })).toBeNull())
})

test('a changed price is shown, and nothing is ordered', async () => {
  answer(videosContract.dub, () => {
    answer(videosContract.dubEstimate, () => estimate({ estimated_credits: 7000 }))
    throw new FakeProblem('cost_changed')
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Dub review.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: 'German' }))
  const dialog = await screen.findByRole('dialog', { name: 'Dub to German' })
  await within(dialog).findByText(/6,500 credits/)
  await user.click(within(dialog).getByRole('button', { name: 'Dub to German' }))
  await within(dialog).findByRole('alert')
  await within(dialog).findByText(/7,000 credits/)
})

test('a video that cannot be dubbed says why, and offers no order', async () => {
  answer(videosContract.dubEstimate, () => {
    throw new FakeProblem('provider_not_configured')
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Dub review.mp4' }))
  await user.click(await screen.findByRole('menuitem', { name: 'German' }))
  const dialog = await screen.findByRole('dialog', { name: 'Dub to German' })
  await within(dialog).findByRole('alert')
  expect(within(dialog).queryByRole('button', { name: 'Dub to German' })).toBeNull()
})

test('a waiting dub says what for, and that it continues automatically', async () => {
  showVariants(
    dub({ state: 'processing', waiting_code: 'elevenlabs_try_later', waiting_reason: 'ElevenLabs does not answer.' }),
  )
  openApp(`/products/${lamp.id}`)
  await screen.findByText('German version waits. ElevenLabs does not answer. We retry automatically.')
  expect(screen.queryByRole('progressbar', { name: 'Dub to German' })).toBeNull()
})

test('a failed dub says why and can be retried; a paid one continues for free', async () => {
  showVariants(dub({ state: 'failed', error_code: 'elevenlabs_try_later', error: 'ElevenLabs does not answer.' }))
  answer(videosContract.dubEstimate, () => estimate({ estimated_credits: 0, needs_confirmation: false }))
  const asked: unknown[] = []
  answer(videosContract.dub, ({ body }) => {
    asked.push(body)
    return video
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await screen.findByText('ElevenLabs does not answer.')
  await user.click(screen.getByRole('button', { name: 'Retry dub to German' }))
  await screen.findByText('This dub is ordered and paid for already. Continuing costs nothing.')
  await user.click(screen.getByRole('button', { name: 'Continue' }))
  await waitFor(() => expect(asked).toEqual([{ language: 'de', confirmed_credits: 0 }]))
})

test('a finished language can be downloaded, and not ordered again', async () => {
  showVariants(dub({ state: 'ready', progress: 100, file_size: 1_000_000 }))
  const asked: unknown[] = []
  answer(videosContract.download, ({ query }) => {
    asked.push(query)
    throw new FakeProblem('variant_not_found')
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Download German version' }))
  await screen.findByText('The German version could not be downloaded.')
  expect(asked).toEqual([{ variant: 'dub:de' }])
  await user.click(screen.getByRole('button', { name: 'Dub review.mp4' }))
  expect((await screen.findByRole('menuitem', { name: /German/ })).getAttribute('aria-disabled')).toBe('true')
})

test('a task offers the dub for its marketplace', async () => {
  showTask({ variant: null })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Dub to German… for B0C1234567 in DE' }))
  await screen.findByText('German: 2:10, about 6,500 credits')
})

test('a task shows the progress of its dub', async () => {
  showTask({ variant: { id: crypto.randomUUID(), language: 'de', state: 'processing' } })
  openApp('/tasks')
  await screen.findByText('German version is being made')
})

test('a task whose dub is ready offers the download', async () => {
  showTask({ variant: { id: crypto.randomUUID(), language: 'de', state: 'ready' } })
  openApp('/tasks')
  await screen.findByText('German version ready')
  expect(screen.getByRole('button', { name: 'Download German version' })).toBeTruthy()
})

test('an uploader is offered no dub, because it costs', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  showTask({ variant: null })
  openApp('/tasks')
  await screen.findByText('Needs German')
  expect(screen.queryByRole('button', { name: /Dub to German/ })).toBeNull()
})
