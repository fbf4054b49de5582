// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readAddress, useAddress, writeAddress } from './use-address.ts'

const Filters = z.object({
  search: z.string().max(10).default(''),
  status: z.enum(['open', 'all', 'ended']).default('open'),
  strategy: z.uuid().optional(),
  sort: z.string().default('-started_at'),
})
const ID = '5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d'
const DEFAULTS = { search: '', status: 'open', strategy: undefined, sort: '-started_at' }

afterEach(cleanup)

describe('reading', () => {
  test.each([
    ['an empty address is all defaults', '', DEFAULTS],
    ['what is said is read', `search=lamp&status=all&strategy=${ID}`, { search: 'lamp', status: 'all', strategy: ID }],
    ['one malformed value falls back alone', 'status=sold&search=lamp&strategy=x', { search: 'lamp' }],
    ['a text that is too long falls back', 'search=a-very-long-search', {}],
    ['unknown names are left out', 'utm_source=mail&status=ended', { status: 'ended' }],
  ])('%s', (_name, search, said) => {
    expect(readAddress(Filters, new URLSearchParams(search))).toEqual({ ...DEFAULTS, ...said })
  })
})

describe('writing', () => {
  test('leaves out defaults, empty texts and undefined values', () => {
    expect(writeAddress(Filters, { search: '', status: 'open', strategy: undefined, sort: '-started_at' })).toEqual({})
  })

  test('writes what differs, in one order', () => {
    expect(writeAddress(Filters, { sort: 'title', search: 'lamp' })).toEqual({ search: 'lamp', sort: 'title' })
  })
})

let drawn: ReturnType<typeof useAddress<typeof Filters>> | undefined

function Page() {
  drawn = useAddress(Filters, { filters: ['search', 'strategy'] })
  return null
}

function openPage(address: string) {
  const router = createMemoryRouter([{ path: '/listings', element: <Page /> }], { initialEntries: [address] })
  render(<RouterProvider router={router} />)
  return {
    page: () => {
      if (!drawn) throw new Error('The page was not drawn.')
      return drawn
    },
    search: () => router.state.location.search,
    goBack: () => act(() => router.navigate(-1)),
  }
}

describe('a page', () => {
  test('a change keeps the other parameters and drops unknown ones', async () => {
    const { page, search } = openPage('/listings?status=all&utm_source=mail&strategy=broken')
    await act(async () => page().setAddress({ search: 'lamp' }))
    expect(search()).toBe('?search=lamp&status=all')
    expect(page().address).toEqual({ ...DEFAULTS, search: 'lamp', status: 'all' })
  })

  test('a filter replaces the entry in the history, a step adds one that Back returns from', async () => {
    const { page, search, goBack } = openPage('/listings')
    await act(async () => page().setAddress({ status: 'all' }))
    await act(async () => page().setAddress({ status: 'ended' }, 'step'))
    expect(search()).toBe('?status=ended')
    await goBack()
    expect(search()).toBe('?status=all')
    expect(page().address.status).toBe('all')
  })

  test('clearing the filters leaves tab and order alone', async () => {
    const { page, search } = openPage(`/listings?status=all&sort=title&search=lamp&strategy=${ID}`)
    expect(page().hasFilters).toBe(true)
    await act(async () => page().clearFilters())
    expect(search()).toBe('?status=all&sort=title')
    expect(page().hasFilters).toBe(false)
  })

  test('a link has the URL with the change in it', () => {
    const { page } = openPage('/listings?status=all&search=lamp')
    expect(page().addressWith({ search: undefined, strategy: ID })).toBe(`?status=all&strategy=${ID}`)
  })
})
