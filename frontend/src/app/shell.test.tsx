// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleCounts, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

let world: ReturnType<typeof startWorld>
const lamp = sampleProduct()

beforeEach(() => {
  world = startWorld()
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.list, () => ({ items: [], next_cursor: null, total: 0 }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, total: 0 }))
})

test('the navigation shows only available pages', async () => {
  openApp('/settings')
  const navigation = await screen.findByRole('navigation', { name: 'Main' })
  expect(
    within(navigation)
      .getAllByRole('link')
      .map((link) => link.getAttribute('aria-label')),
  ).toEqual([
    'Home',
    'Products',
    'Videos',
    'Thumbnails',
    'Tasks',
    'History',
    'Correlations',
    'Expansion',
    'Catalog',
    'Budget',
    'Listings',
    'Strategies',
    'Price history',
    'Quick list',
    'Posts',
    'Calendar',
    'Inbox',
    'Connections',
    'Settings',
  ])
})

test('an uploader is not offered what an uploader may not see', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  answer(productsContract.list, () => {
    throw new Error('an uploader may not ask for products')
  })
  openApp('/')
  await screen.findByRole('heading', { name: /Uploads to do/ })
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Products' })).toBeNull())
  expect(screen.queryByRole('link', { name: 'History' })).toBeNull()
  expect(screen.queryByRole('heading', { name: /need a video/ })).toBeNull()
})

test('g t opens the tasks and ? lists the keys', async () => {
  const { user, router } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('gt')
  await waitFor(() => expect(router.state.location.pathname).toBe('/tasks'))
  await user.keyboard('?')
  const keys = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
  expect(keys.textContent).toContain('Go to Tasks')
})

test('keys typed in a field stay in the field', async () => {
  const { user, router } = openApp('/settings')
  await user.type(await screen.findByLabelText('Name'), 'gt')
  expect(router.state.location.pathname).toBe('/settings')
})

test('the palette finds a product by a word of its title and opens it', async () => {
  answer(productsContract.get, () => lamp)
  const { user, router } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByRole('combobox', { name: 'Search or go to' }), 'lamp')
  await user.click(await screen.findByRole('option', { name: /Desk lamp/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/products/${lamp.id}`))
})

test('signing out leaves nothing behind', async () => {
  const { user } = openApp('/settings')
  await user.click(await screen.findByRole('button', { name: 'Account of Ana Lima' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
  await waitFor(() => expect(world.assign).toHaveBeenCalledWith('/sign-in?reason=signed-out'))
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
})

test('choosing the dark theme shows it at once and stores it with the account', async () => {
  const kept: unknown[] = []
  answer(accountsContract.updateMe, ({ body }) => {
    kept.push(body)
    return { ...ana, theme: 'dark' as const }
  })
  const { user } = openApp('/settings')
  await user.click(await screen.findByRole('radio', { name: 'Dark' }))
  expect(document.documentElement.dataset.theme).toBe('dark')
  await waitFor(() => expect(kept).toEqual([{ theme: 'dark' }]))
})

test('an unknown address says so and links to Home', async () => {
  openApp('/nowhere')
  await screen.findByRole('heading', { name: "We can't find this page" })
  expect(screen.getByRole('link', { name: 'Go to Home' })).toBeTruthy()
})

test('the first steps tick themselves', async () => {
  answer(videosContract.list, () => ({ items: [sampleVideo(lamp)], next_cursor: null }))
  const { user } = openApp('/')
  const steps = await screen.findByRole('region', { name: 'First steps' })
  const items = within(steps).getAllByRole('listitem')
  expect(items.map((item) => item.textContent?.startsWith('Done:'))).toEqual([true, true, false, false, false])
  document.documentElement.dataset.opsyncproPanel = 'signed-in'
  await within(steps).findByText('3 of 5')
  delete document.documentElement.dataset.opsyncproPanel
  await within(steps).findByText('2 of 5')
  await user.click(within(steps).getByRole('button', { name: 'I am signed in' }))
  expect(within(steps).getByText('3 of 5')).toBeTruthy()
})

test('home counts the pending tasks of each marketplace', async () => {
  answer(tasksContract.counts, () => ({ items: sampleCounts({ US: 2, DE: 3, JP: 1 }) }))
  openApp('/')
  const link = await screen.findByRole('link', { name: /Germany/ })
  expect(link.textContent).toContain('3')
  expect(link.getAttribute('href')).toBe('/tasks?marketplace=DE')
  const region = screen.getByRole('region', { name: /Uploads to do/ })
  expect(within(region).getByRole('heading').textContent).toBe('Uploads to do6')
  expect(within(region).getByRole('link', { name: /Japan/ })).toBeTruthy()
  expect(within(region).queryByRole('link', { name: /France/ })).toBeNull()
})

test('a refused profile says why and keeps the typed values', async () => {
  const { user } = openApp('/settings')
  const zone = await screen.findByLabelText<HTMLInputElement>('Time zone')
  await user.clear(zone)
  await user.type(zone, 'Middle/Earth')
  await user.click(screen.getByRole('button', { name: 'Save profile' }))
  await screen.findByText('This is not a time zone, such as Europe/Berlin.')
  expect(zone.value).toBe('Middle/Earth')
})

test('being offline is shown, with what still works', async () => {
  openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
  dispatchEvent(new Event('offline'))
  await screen.findByText(/You are offline/)
  Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
  dispatchEvent(new Event('online'))
  await waitFor(() => expect(screen.queryByText(/You are offline/)).toBeNull())
})
