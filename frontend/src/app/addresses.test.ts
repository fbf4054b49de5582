// @vitest-environment happy-dom
import { matchRoutes, type RouteObject } from 'react-router'
import { expect, test } from 'vitest'
import { addresses, signInAddresses } from '#app/lib/addresses.ts'
import { isSignInAddress } from '#app/lib/sign-in-address.ts'
import { createRoutes } from './routes.tsx'

const ID = '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d'
const routes = createRoutes()

/** Each address with every parameter. */
const built: Record<keyof typeof addresses, string[]> = {
  home: [addresses.home()],
  products: [addresses.products(), addresses.products({ view: 'needs_video' }), addresses.products('?search=lamp')],
  product: [addresses.product(ID), addresses.product(ID, '?search=lamp')],
  importProducts: [addresses.importProducts(), addresses.importProducts({ catalog: 'yes' })],
  productImport: [addresses.productImport(ID)],
  videos: [addresses.videos()],
  thumbnails: [addresses.thumbnails()],
  newThumbnailTemplate: [addresses.newThumbnailTemplate(), addresses.newThumbnailTemplate(ID)],
  thumbnailTemplate: [addresses.thumbnailTemplate(ID)],
  thumbnailRun: [addresses.thumbnailRun(ID)],
  correlations: [addresses.correlations(), addresses.correlations({ view: 'history' })],
  expansion: [addresses.expansion({ only: 'opportunities' })],
  catalog: [addresses.catalog()],
  budget: [addresses.budget()],
  tasks: [addresses.tasks(), addresses.tasks({ view: 'history' })],
  changeHistory: [addresses.changeHistory()],
  listings: [addresses.listings(), addresses.listings({ parked: 'yes' })],
  listing: [addresses.listing(ID), addresses.listing(ID, '?status=all')],
  strategies: [addresses.strategies()],
  newStrategy: [addresses.newStrategy()],
  strategy: [addresses.strategy(ID)],
  priceHistory: [addresses.priceHistory(), addresses.priceHistory({ change: ID })],
  quickList: [addresses.quickList(), addresses.quickList({ asin: 'B0C1234567' })],
  inbox: [addresses.inbox(), addresses.inbox({ view: 'unread' })],
  conversation: [addresses.conversation(ID), addresses.conversation(ID, '?view=all')],
  calendar: [addresses.calendar(), addresses.calendar({ view: 'week', day: '2026-11-22' })],
  posts: [addresses.posts(), addresses.posts({ state: 'attention' })],
  newPost: [addresses.newPost(), addresses.newPost({ video_id: ID })],
  post: [addresses.post(ID)],
  postSettings: [addresses.postSettings()],
  connections: [addresses.connections()],
  settings: [addresses.settings(), addresses.settings('countries')],
  productSettings: [addresses.productSettings()],
  accountSettings: [addresses.accountSettings()],
}

/** The route of a page, `products/:id`; undefined when only the "not found" page matches. */
function routeOf(address: string): string | undefined {
  const { pathname } = new URL(address, 'http://opsyncpro.test')
  const matches = matchRoutes(routes, pathname) ?? []
  const path = matches.flatMap(({ route }) => route.path ?? []).join('/')
  return path === '*' ? undefined : path
}

const pathsOf = (children: readonly RouteObject[], above = ''): string[] =>
  children.flatMap((route) => {
    const path = [above, route.path].filter(Boolean).join('/')
    const own = route.lazy && route.path !== '*' ? [path] : []
    return [...own, ...pathsOf(route.children ?? [], path)]
  })

test.each(Object.entries(built).flatMap(([name, all]) => all.map((address) => [name, address] as const)))(
  '%s leads to a page: %s',
  (_name, address) => {
    expect(routeOf(address)).toBeDefined()
  },
)

test('every page has an address', () => {
  const reached = new Set(Object.values(built).flat().map(routeOf))
  expect(pathsOf(routes).filter((path) => !reached.has(path))).toEqual([])
})

test('an unknown address is not taken for a page', () => {
  expect(routeOf('/ledgers')).toBeUndefined()
})

test('typed text is escaped in a URL, and parameters without a value are left out', () => {
  expect(addresses.listings({ search: 'a&b #1', status: '' })).toBe('/listings?search=a%26b+%231')
})

test('the pages without a session answer their addresses', () => {
  const all = Object.values(signInAddresses).map((address) => address())
  expect(all.filter((address) => !isSignInAddress(address))).toEqual([])
})
