// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleRunItem, sampleTemplate, sampleThumbnailRun } from '#app/testing/sample-thumbnails.ts'
import { ana } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'

const bright = sampleTemplate({ thumbnails: 12, outdated: 3, version: 2 })
const dark = sampleTemplate({ id: '0c0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b', name: 'Dark', is_active: false })

beforeEach(() => {
  startWorld()
  answer(thumbnailTemplatesContract.list, () => ({ items: [bright, dark] }))
  answer(thumbnailsContract.settings, () => ({ is_automatic: true }))
  answer(thumbnailsContract.listRuns, () => ({ items: [] }))
})

test('the templates of an owner are together, with what is active and what is to update', async () => {
  openApp('/thumbnails')
  const maya = await screen.findByRole('region', { name: 'Templates of Maya' })
  const [first, second] = within(maya).getAllByRole('listitem')
  expect(first?.textContent).toContain('BrightActiveVersion 2 · 12 thumbnails, 3 to update')
  expect(second?.textContent).toContain('DarkVersion 1 · no thumbnails yet')
})

test('without templates the page says what one is and how to begin', async () => {
  answer(thumbnailTemplatesContract.list, () => ({ items: [] }))
  openApp('/thumbnails')
  await screen.findByRole('heading', { name: 'No templates yet' })
  expect(screen.getAllByRole('link', { name: 'New template' }).length).toBeGreaterThan(0)
})

test('an uploader is told where thumbnails come from', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/thumbnails')
  await screen.findByRole('heading', { name: 'Templates are for owners and managers' })
})

test('another template is made active', async () => {
  const asked: unknown[] = []
  answer(thumbnailTemplatesContract.update, ({ params, body }) => {
    asked.push({ ...params, ...body })
    return { ...dark, is_active: true }
  })
  const { user } = openApp('/thumbnails')
  await user.click(await screen.findByRole('button', { name: 'Make Dark active' }))
  await screen.findByText('New thumbnails of Maya use it.')
  expect(asked).toEqual([{ id: dark.id, is_active: true }])
})

test('a refused switch of the automatic making goes back and says so', async () => {
  answer(thumbnailsContract.updateSettings, () => {
    throw new FakeProblem('not_allowed', { detail: 'Only owners and managers may change this.' })
  })
  const { user } = openApp('/thumbnails')
  const automatic = await screen.findByRole('switch', { name: 'Make thumbnails automatically' })
  await user.click(automatic)
  await screen.findByText('The setting was not changed.')
  await waitFor(() => expect(automatic.getAttribute('aria-checked')).toBe('true'))
})

test('updating what is outdated opens the run, before and after', async () => {
  const running = sampleThumbnailRun({ state: 'running', total: 3, made: 1, failed: 0, finished_at: null })
  let read = 0
  answer(thumbnailsContract.createRun, ({ body }) => {
    expect(body).toEqual({ template_id: bright.id })
    return running
  })
  answer(thumbnailsContract.run, () => {
    read += 1
    return read === 1 ? running : sampleThumbnailRun({ total: 3, made: 2, failed: 1 })
  })
  const failure = {
    id: '5b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
    asin: 'B0C7654321',
    state: 'failed' as const,
    after_url: null,
    error_code: 'image_unreachable',
    error: "The product's image did not load.",
  }
  answer(thumbnailsContract.runItems, ({ query }) => ({
    items: query.state === 'failed' ? [sampleRunItem(failure)] : [sampleRunItem(), sampleRunItem(failure)],
    next_cursor: null,
  }))
  const { user } = openApp('/thumbnails')
  await user.click(await screen.findByRole('button', { name: 'Update 3 thumbnails' }))
  await screen.findByRole('heading', { name: 'After a change of Bright' })
  expect(screen.getByRole('progressbar', { name: 'Thumbnails made' }).getAttribute('aria-valuetext')).toBe('1 of 3')
  // It is read again until it ends.
  await screen.findByText('2 made · 1 failed')
  expect((await screen.findByRole('listitem', { name: 'B0C7654321' })).textContent).toContain('did not load')
  await user.click(screen.getByRole('tab', { name: 'Failed 1' }))
  await waitFor(() => expect(screen.queryByRole('listitem', { name: 'B0C1234567' })).toBeNull())
})
