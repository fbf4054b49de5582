// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleChange, sampleCorrelation, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const lamp = sampleProduct({ brand: 'Luminar' })
const kettle = sampleProduct({ asin: 'B0C7654321', title: 'Kettle' })

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [lamp, kettle], next_cursor: null, total: 2 }))
  answer(productsContract.get, ({ params }) => (params.id === lamp.id ? lamp : kettle))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

test('a deep link shows the product over its list, and closing it keeps the filters', async () => {
  const { user, router } = openApp(`/products/${lamp.id}?search=lamp`)
  const sheet = await screen.findByRole('dialog', { name: 'Desk lamp' })
  expect(within(sheet).getByLabelText<HTMLInputElement>('Brand').value).toBe('Luminar')
  await user.click(within(sheet).getByRole('button', { name: 'Close' }))
  await waitFor(() =>
    expect(router.state.location.pathname + router.state.location.search).toBe('/products?search=lamp'),
  )
})

test('arrow down opens the next product of the list behind', async () => {
  const { user } = openApp(`/products/${lamp.id}`)
  const sheet = await screen.findByRole('dialog', { name: 'Desk lamp' })
  await waitFor(() =>
    expect(within(sheet).getByRole<HTMLButtonElement>('button', { name: 'Next product' }).disabled).toBe(false),
  )
  await user.keyboard('{ArrowDown}')
  await screen.findByRole('dialog', { name: 'Kettle' })
})

test("another member's change is shown beside mine, and I choose which one stays", async () => {
  const theirs = { ...lamp, brand: 'Hearthway', updated_at: '2026-11-20T10:00:00+00:00' }
  answer(productsContract.update, () => {
    throw new FakeProblem('row_changed', { current: theirs })
  })
  const { user } = openApp(`/products/${lamp.id}`)
  const brand = await screen.findByLabelText<HTMLInputElement>('Brand')
  await user.clear(brand)
  await user.type(brand, 'Cozya{Enter}')
  await screen.findByText('Now “Hearthway”, yours “Cozya”')
  answer(productsContract.get, () => theirs)
  const mine = { ...theirs, brand: 'Cozya', updated_at: '2026-11-20T10:01:00+00:00' }
  answer(productsContract.update, ({ body, headers }) => {
    expect(body).toEqual({ brand: 'Cozya' })
    expect(headers.get('if-match')).toBe(theirs.updated_at)
    return mine
  })
  answer(productsContract.get, () => mine)
  await user.click(screen.getByRole('button', { name: 'Save mine' }))
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Brand').value).toBe('Cozya'))
  expect(screen.queryByText(/This was changed/)).toBeNull()
})

test('Esc restores an edited value and keeps the product open', async () => {
  const { user } = openApp(`/products/${lamp.id}`)
  const brand = await screen.findByLabelText<HTMLInputElement>('Brand')
  await user.type(brand, ' and more{Escape}')
  expect(brand.value).toBe('Luminar')
  expect(screen.getByRole('dialog', { name: 'Desk lamp' })).toBeTruthy()
})

test('an invalid amount is explained and not saved', async () => {
  const { user } = openApp(`/products/${lamp.id}`)
  await user.type(await screen.findByLabelText('Cost, USD'), 'cheap{Enter}')
  expect(screen.getByText('Enter an amount, such as 24.90.')).toBeTruthy()
})

test('a similar product is accepted only with the statement that it is in the video', async () => {
  const similar = sampleCorrelation(lamp, { relation: 'similar', similar_asin: 'B0C9999999' })
  answer(correlationsContract.list, () => ({ items: [similar], next_cursor: null }))
  answer(correlationsContract.decideMany, ({ body }) => {
    expect(body).toEqual({ ids: [similar.id], decision: 'accepted', is_shown_in_video: true })
    const tasks = { created: 2, withdrawn: 0 }
    return { batch_id: crypto.randomUUID(), changed: 1, unchanged: 0, failed: [], checking: 0, tasks }
  })
  const { user } = openApp(`/products/${lamp.id}`)
  const accept = await screen.findByRole<HTMLButtonElement>('button', { name: 'Accept B0C9999999' })
  expect(accept.disabled).toBe(true)
  expect(screen.getByText(/Amazon forbids tagging/)).toBeTruthy()
  await user.click(screen.getByLabelText('I show this product in the video'))
  await user.click(accept)
  await screen.findByText('B0C9999999 accepted')
  await screen.findByText('2 tasks added')
})

test('another ASIN is offered the marketplaces that are on, with the home marketplaces chosen', async () => {
  const bodies: unknown[] = []
  answer(correlationsContract.create, ({ body }) => {
    bodies.push(body)
    return sampleCorrelation(lamp)
  })
  const { user } = openApp(`/products/${lamp.id}`)
  const add = async () => {
    await user.click(await screen.findByRole('button', { name: 'Add ASIN' }))
    await user.type(screen.getByLabelText('ASIN or Amazon link'), 'B0C7654321')
    return screen.findByRole('group', { name: 'Sold in' })
  }
  const choice = await add()
  expect((await within(choice).findAllByRole('button')).map((button) => button.getAttribute('aria-label'))).toEqual([
    'United States',
    'Canada',
    'United Kingdom',
    'Germany',
  ])
  const home = within(choice).getByRole('button', { name: 'United States' })
  expect(home.getAttribute('aria-pressed')).toBe('true')
  expect(home.textContent).toBe('US')
  expect(
    within(choice)
      .getByRole('link', { name: /Settings/ })
      .getAttribute('href'),
  ).toBe('/settings#countries')

  await user.click(home)
  await user.click(screen.getByRole('button', { name: 'Add ASIN' }))
  await within(choice).findByText('Choose at least one marketplace.')
  await user.click(within(choice).getByRole('button', { name: 'Germany' }))
  await user.click(screen.getByRole('button', { name: 'Add ASIN' }))
  await waitFor(() => expect(bodies).toMatchObject([{ similar_asin: 'B0C7654321', marketplaces: ['DE'] }]))

  await screen.findByRole('button', { name: 'Add ASIN' })
  await waitFor(() => expect(screen.queryByRole('group', { name: 'Sold in' })).toBeNull())
  await add()
  await user.click(screen.getByRole('button', { name: 'Add ASIN' }))
  await waitFor(() => expect(bodies).toHaveLength(2))
  expect(bodies[1]).not.toHaveProperty('marketplaces')
})

test('a variation says that Amazon links variations automatically', async () => {
  answer(correlationsContract.list, () => ({
    items: [sampleCorrelation(lamp, { relation: 'variation' })],
    next_cursor: null,
  }))
  openApp(`/products/${lamp.id}`)
  await screen.findByText(/Amazon links variations of one listing automatically/)
})

test('a deleted product is restored with Undo', async () => {
  answer(productsContract.remove, () => ({ id: lamp.id, deleted_at: '2026-11-20T10:00:00+00:00' }))
  const products = [
    { ...lamp, product_id: lamp.id, before: { deleted_at: null }, after: { deleted_at: lamp.created_at } },
  ]
  const deletion = sampleChange(lamp, { fields: ['deleted_at'], products })
  const later = sampleChange(lamp)
  answer(productsContract.changes, () => ({ items: [later, deletion], next_cursor: null }))
  const undone: string[] = []
  answer(productsContract.undoChange, ({ params }) => {
    undone.push(params.id ?? '')
    return { change_set_id: crypto.randomUUID(), reverted: 1, left: [] }
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Delete' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await screen.findByText(`Undid: deleting ${lamp.asin}`)
  expect(undone).toEqual([deletion.id])
})

test('deleting a video asks first, because the file cannot be brought back', async () => {
  const video = sampleVideo(lamp)
  answer(videosContract.list, () => ({ items: [video], next_cursor: null }))
  answer(videosContract.remove, () => {
    answer(videosContract.list, () => ({ items: [], next_cursor: null }))
    return { id: video.id }
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Delete review.mp4' }))
  await user.click(await screen.findByRole('button', { name: 'Delete video' }))
  await screen.findByText('review.mp4 deleted')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Delete review.mp4' })).toBeNull())
})

test('deleting a video in OneDrive says what is deleted, and can keep the file', async () => {
  const video = sampleVideo(lamp, { source: 'onedrive', tasks: { pending: 2, completed: 1, skipped: 0 } })
  const asked: unknown[] = []
  answer(videosContract.list, () => ({ items: [video], next_cursor: null }))
  answer(videosContract.remove, ({ query }) => {
    asked.push(query)
    return { id: video.id }
  })
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByRole('button', { name: 'Delete review.mp4' }))
  await screen.findByText('2 pending tasks will use another video of this product, or say “No video” without one.')
  await screen.findByText('1 completed task stays completed.')
  await user.click(screen.getByRole('checkbox', { name: 'Also remove the file in OneDrive' }))
  await screen.findByText('The file stays in OneDrive.')
  await user.click(screen.getByRole('button', { name: 'Delete video' }))
  await screen.findByText('review.mp4 deleted')
  expect(asked).toEqual([{ delete_file: 'false' }])
})

test('closing the product returns the focus to its row', async () => {
  const { user } = openApp('/products')
  const link = await screen.findByRole('link', { name: 'Kettle' })
  await user.click(link)
  await screen.findByRole('dialog', { name: 'Kettle' })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Kettle'))
})

test('a product that is not in the workspace leads back to the list', async () => {
  answer(productsContract.get, () => {
    throw new FakeProblem('product_not_found')
  })
  const { user, router } = openApp(`/products/${crypto.randomUUID()}`)
  await screen.findByRole('heading', { name: 'This product is not here' })
  await user.click(screen.getByRole('button', { name: 'Back to products' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/products'))
})

test('a failed lookup says why in the sheet, and can start again', async () => {
  let current = {
    ...lamp,
    fill_in_state: 'failed' as 'failed' | 'waiting',
    fill_in_error: 'reconnect' as string | null,
  }
  answer(productsContract.get, () => current)
  answer(productsContract.fillIn, () => {
    current = { ...current, fill_in_state: 'waiting', fill_in_error: null }
    return current
  })
  const { user } = openApp(`/products/${lamp.id}`)
  const sheet = await screen.findByRole('dialog', { name: 'Desk lamp' })
  await within(sheet).findByText(/Lookup failed. Keepa rejects the API key/)
  await user.click(within(sheet).getByRole('button', { name: 'Try again' }))
  await within(sheet).findByText('Looking up…')
})

test('a thumbnail is made from the sheet, and a refusal says what is missing', async () => {
  const asked: unknown[] = []
  answer(thumbnailsContract.generate, ({ body }) => {
    asked.push(body)
    throw new FakeProblem('template_missing', { detail: 'Maya has no active template.' })
  })
  const { user } = openApp(`/products/${lamp.id}`)
  const section = await screen.findByRole('region', { name: 'Thumbnail' })
  await within(section).findByText(/Not made yet/)
  await user.click(within(section).getByRole('button', { name: 'Make thumbnail' }))
  await screen.findByText(`The thumbnail of ${lamp.asin} was not made.`)
  await screen.findByText(/Maya has no active template/)
  expect(asked).toEqual([{ product_id: lamp.id }])
})
