// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { samplePreview, samplePreviewData, sampleTemplate } from '#app/testing/sample-thumbnails.ts'
import { defineContract } from '#core/http/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { coverageOf } from '#core/thumbnails/scripts.ts'

const template = sampleTemplate()
const LATIN = coverageOf(Array.from({ length: 0x250 }, (_, codePoint) => codePoint))

const store = defineContract({
  method: 'PUT',
  path: '/api/store/template',
  summary: 'The file store',
  audience: 'public',
  response: z.unknown(),
  problems: [],
})

beforeEach(() => {
  startWorld()
  answer(thumbnailTemplatesContract.list, () => ({ items: [template] }))
  answer(thumbnailsContract.previewData, () => samplePreviewData())
  answer(thumbnailsContract.preview, () => samplePreview())
  answer(thumbnailsContract.fonts, () => ({ scripts: [], coverage: LATIN }))
  answer(crmListsContract.owners.list, () => ({
    items: [
      {
        id: template.owner_id,
        name: 'Maya',
        color: '#EF4444',
        position: 1,
        is_hidden: false,
        product_count: 0,
        email: null,
        title_prefix: '',
        updated_at: template.updated_at,
      },
    ],
  }))
})

const pick = ({ placement_zone, fit, background, removes_white_background, layers, ...rest }: typeof template) => ({
  ...{ placement_zone, fit, background, removes_white_background, layers },
  ...{ image_width: rest.image_width, image_height: rest.image_height },
  ...{ image_url: rest.image_url, created_at: rest.created_at },
})

const zone = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name} zone:`) })
const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })

test('a zone is moved, resized and saved by keyboard alone, as the next version', async () => {
  const asked: unknown[] = []
  answer(thumbnailTemplatesContract.update, ({ body, headers }) => {
    asked.push(body, headers.get('if-match'))
    return { ...template, version: 2 }
  })
  const { user } = openApp(`/thumbnails/${template.id}`)
  const product = await zone('Product')
  product.focus()
  await user.keyboard('{ArrowLeft}{ArrowLeft}{Shift>}{ArrowDown}{/Shift}{Alt>}{ArrowUp}{/Alt}')
  expect(product.getAttribute('aria-label')).toBe(
    'Product zone: 40 % wide and 71 % high, 52 % from the left and 11.9 % from the top',
  )
  expect([field('Left').value, field('Top').value, field('Height').value]).toEqual(['52', '11.9', '71'])
  await user.click(screen.getByRole('button', { name: 'Save template' }))
  await screen.findByText('It is version 2.')
  expect(asked[0]).toMatchObject({ placement_zone: { x: 52, y: 11.9, width: 40, height: 71 } })
  expect(asked[1]).toContain(template.updated_at)
})

test('numbers move the zone, and what is not a number in range says so', async () => {
  const { user } = openApp(`/thumbnails/${template.id}`)
  const product = await zone('Product')
  await user.clear(field('Left'))
  await user.type(field('Left'), '0')
  expect(product.getAttribute('aria-label')).toContain('0 % from the left')
  await user.clear(field('Width'))
  await user.type(field('Width'), '250')
  await screen.findByText('1 to 100')
  await user.tab()
  expect(field('Width').value).toBe('25')
})

test('undo and redo go through the steps', async () => {
  const { user } = openApp(`/thumbnails/${template.id}`)
  await zone('Product')
  await user.click(screen.getByRole('button', { name: 'Add text' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Video title' }))
  await zone('Video title')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: /^Video title zone/ })).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Redo' }))
  await zone('Video title')
})

test('a character that no font has is told while typing', async () => {
  const { user } = openApp(`/thumbnails/${template.id}`)
  await zone('Product')
  await user.click(screen.getByRole('button', { name: 'Add text' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Free text' }))
  const text = await screen.findByRole('textbox', { name: 'Text' })
  await user.clear(text)
  await user.type(text, 'Good 电')
  await screen.findByText('No font has 电. It is left out.')
})

test('the hardest titles are drawn with the same design, each with its own findings', async () => {
  answer(thumbnailsContract.previewData, () =>
    samplePreviewData({
      worst_titles: [
        {
          kind: 'longest',
          id: '6b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
          asin: 'B0C7654321',
          title: null,
          video_title: 'A very long title',
          image_url: null,
        },
      ],
    }),
  )
  answer(thumbnailsContract.preview, ({ body }) =>
    samplePreview(
      body.video_title === 'A very long title'
        ? { checks: [{ code: 'text_truncated', layer_id: null, message: 'The text does not fit.', value: null }] }
        : {},
    ),
  )
  openApp(`/thumbnails/${template.id}`)
  const worst = await screen.findByRole('region', { name: 'Your hardest titles' })
  await within(worst).findByText('The text does not fit.')
  const checks = screen.getByRole('region', { name: 'Checks' })
  await within(checks).findByText('Nothing to improve')
})

test('a picture that could not be drawn says why and can be drawn again', async () => {
  let isDown = true
  answer(thumbnailsContract.preview, () => {
    if (isDown) throw new FakeProblem('image_unreachable', { detail: 'The link answers too slowly.' })
    return samplePreview()
  })
  const { user } = openApp(`/thumbnails/${template.id}`)
  await screen.findByText('The link answers too slowly.')
  expect(screen.queryByAltText('The thumbnail as it will be')).toBeNull()
  isDown = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByAltText('The thumbnail as it will be')
})

test('what somebody saved meanwhile is not lost: theirs or mine', async () => {
  const theirs = { ...template, version: 5, updated_at: '2026-11-29T11:00:00.000Z', name: 'Theirs' }
  const asked: (string | null)[] = []
  answer(thumbnailTemplatesContract.update, ({ headers }) => {
    asked.push(headers.get('if-match'))
    if (asked.length === 1) throw new FakeProblem('row_changed', { current: theirs })
    return { ...theirs, version: 6 }
  })
  const { user } = openApp(`/thumbnails/${template.id}`)
  const product = await zone('Product')
  product.focus()
  await user.keyboard('{ArrowRight}')
  await user.click(screen.getByRole('button', { name: 'Save template' }))
  await screen.findByText(/Version 5 of this template was saved in another window/)
  await user.click(screen.getByRole('button', { name: 'Save mine as the next version' }))
  await screen.findByText('It is version 6.')
  expect(asked[1]).toContain(theirs.updated_at)
})

test('a new template: the image is uploaded unchanged, then saved for its owner', async () => {
  const session = '7b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b'
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:template')
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {})
  const stored: string[] = []
  answer(thumbnailTemplatesContract.upload, ({ body }) => {
    expect(body).toEqual({ file_size: 4, mime_type: 'image/png' })
    return {
      upload_session_id: session,
      upload_url: 'http://store.test/api/store/template',
      method: 'PUT' as const,
      headers: { 'content-type': 'image/png' },
      chunk_size: null,
      expires_at: '2026-11-30T10:00:00.000Z',
    }
  })
  answer(store, ({ headers }) => {
    stored.push(headers.get('content-type') ?? '')
    return {}
  })
  const created: unknown[] = []
  answer(thumbnailTemplatesContract.create, ({ body }) => {
    created.push(body)
    return { ...template, version: 1 }
  })
  const { user, router } = openApp(`/thumbnails/new?owner=${template.owner_id}`)
  await user.upload(
    await screen.findByLabelText(/Choose an image/),
    new File(['1234'], 'sky.png', { type: 'image/png' }),
  )
  await zone('Product')
  await user.clear(field('Name'))
  await user.type(field('Name'), 'Sky')
  await user.click(screen.getByRole('button', { name: 'Save template' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/thumbnails/${template.id}`))
  expect(stored).toEqual(['image/png'])
  expect(created).toEqual([
    expect.objectContaining({ owner_id: template.owner_id, name: 'Sky', upload_session_id: session, is_active: true }),
  ])
})

test('a new template begins with the first owner', async () => {
  openApp('/thumbnails/new')
  await waitFor(() => expect(screen.getByRole('combobox', { name: 'Owner' }).textContent).toContain('Maya'))
})

test('without an owner the page says where to add one', async () => {
  answer(crmListsContract.owners.list, () => ({ items: [] }))
  openApp('/thumbnails/new')
  const link = await screen.findByRole('link', { name: 'Add an owner under Settings first.' })
  expect(link.getAttribute('href')).toBe('/settings/products')
})

test.each([
  ['a PDF', new File(['x'], 'sky.pdf', { type: 'application/pdf' }), /not a JPEG, PNG or WebP image/],
  ['6 MB', new File([new Uint8Array(6 * 1024 * 1024)], 'sky.png', { type: 'image/png' }), /sky.png has 6 MB/],
  ['an empty file', new File([], 'sky.png', { type: 'image/png' }), /sky.png is empty/],
])('%s is refused before anything is sent', async (_name, file, words) => {
  openApp('/thumbnails/new')
  // As by dropping it: the dialog of the browser would not offer it.
  fireEvent.change(await screen.findByLabelText(/Choose an image/), { target: { files: [file] } })
  expect((await screen.findByRole('alert')).textContent).toMatch(words)
})

test('a version is restored as the newest', async () => {
  const version = (number: number, changed: 'image'[]) => ({
    ...pick(template),
    id: `8b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5${number}`,
    version: number,
    is_current: number === 2,
    changed,
    restored_from: null,
    created_by_name: 'Ana',
  })
  answer(thumbnailTemplatesContract.versions, () => ({ items: [version(2, ['image']), version(1, [])] }))
  const asked: unknown[] = []
  answer(thumbnailTemplatesContract.update, ({ body }) => {
    asked.push(body)
    return { ...template, version: 3 }
  })
  const { user } = openApp(`/thumbnails/${template.id}?tab=versions`)
  const versions = await screen.findByRole('list', { name: 'Versions' })
  expect(versions.textContent).toContain('Changed the image.')
  await user.click(within(versions).getByRole('button', { name: 'Restore version 1' }))
  await screen.findByText('Version 1 restored')
  expect(asked).toEqual([{ restore_version: 1 }])
})

test('two templates stand side by side at the size of a carousel', async () => {
  const dark = sampleTemplate({ id: '0c0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b', name: 'Dark', is_active: false })
  answer(thumbnailTemplatesContract.list, () => ({ items: [template, dark] }))
  openApp(`/thumbnails/${template.id}?tab=compare`)
  await screen.findByRole('img', { name: 'Bright in a carousel' })
  await screen.findByRole('img', { name: 'Dark in a carousel' })
})
