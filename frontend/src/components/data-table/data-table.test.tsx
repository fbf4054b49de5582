// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query'
import { act, cleanup, render, renderHook, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { answer, FakeProblem, startFakeApi } from '#app/testing/fake-api.ts'
import { defineContract } from '#core/http/contract.ts'
import { listOf } from '#core/http/list.ts'
import { ListStates } from './list-states.tsx'
import { PageTable } from './page-table.tsx'
import { patchPages, rowCache } from './query/paged-cache.ts'
import { pagedQuery } from './query/paged-query.ts'
import { usePagedRows } from './query/use-paged-rows.ts'
import { RowsTable } from './rows-table.tsx'
import type { CellsProps, RowColumn } from './table-row.tsx'
import { useSelection } from './use-selection.ts'

const Lamp = z.object({ id: z.string(), name: z.string(), watts: z.number() })
type Lamp = z.infer<typeof Lamp>

const lampsContract = defineContract({
  method: 'GET',
  path: '/api/lamps',
  summary: 'Lamps, page by page',
  audience: 'public',
  query: z.object({ room: z.string().optional(), cursor: z.string().optional(), count: z.string().optional() }),
  response: listOf(Lamp),
  problems: [],
})
const lampsIn = (room: string) =>
  pagedQuery(lampsContract, { key: ['lamps', 'list', room], query: { room }, isCounted: true })

const lamp = (at: number): Lamp => ({ id: `lamp-${at}`, name: `Lamp ${at}`, watts: at })
const lamps = (count: number, from = 1) => Array.from({ length: count }, (_, index) => lamp(from + index))

let client: QueryClient
beforeEach(() => {
  startFakeApi()
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
})
afterEach(cleanup)

const Provider = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={client}>{children}</QueryClientProvider>
)

describe('a list that is read page by page', () => {
  const openList = (room: string) =>
    renderHook((wanted: string) => usePagedRows(useInfiniteQuery(lampsIn(wanted)), ({ items }) => items), {
      initialProps: room,
      wrapper: Provider,
    })

  test('requests the count with the first page and the other pages by cursor', async () => {
    const asked: Record<string, string>[] = []
    answer(lampsContract, ({ query }) => {
      asked.push(query)
      return query.cursor
        ? { items: lamps(1, 3), next_cursor: null }
        : { items: lamps(2), next_cursor: 'after-2', total: 3 }
    })
    const { result } = openList('attic')
    await waitFor(() => expect(result.current.rows).toHaveLength(2))
    expect(result.current.total).toBe(3)
    act(() => result.current.loadAhead())
    await waitFor(() => expect(result.current.rows.map(({ id }) => id)).toEqual(['lamp-1', 'lamp-2', 'lamp-3']))
    expect(result.current.end.hasMore).toBe(false)
    expect(asked).toEqual([
      { room: 'attic', count: 'true' },
      { room: 'attic', cursor: 'after-2' },
    ])
  })

  test('the last rows stay, marked as old, while other filters load', async () => {
    answer(lampsContract, ({ query }) => ({ items: lamps(1, query.room === 'attic' ? 1 : 7), next_cursor: null }))
    const { result, rerender } = openList('attic')
    await waitFor(() => expect(result.current.rows).toHaveLength(1))
    rerender('cellar')
    expect(result.current).toMatchObject({ isStale: true, isPending: false, hasNone: false })
    await waitFor(() => expect(result.current.rows[0]?.id).toBe('lamp-7'))
    expect(result.current.isStale).toBe(false)
  })

  test('scrolling does not request a failed later page again', async () => {
    let refusals = 0
    answer(lampsContract, ({ query }) => {
      if (!query.cursor) return { items: lamps(2), next_cursor: 'after-2' }
      refusals += 1
      throw new FakeProblem('internal')
    })
    const { result } = openList('attic')
    await waitFor(() => expect(result.current.rows).toHaveLength(2))
    act(() => result.current.loadAhead())
    await waitFor(() => expect(result.current.end.hasFailed).toBe(true))
    act(() => result.current.loadAhead())
    expect(result.current).toMatchObject({ error: null, hasNone: false })
    expect(refusals).toBe(1)
  })
})

function Lamps() {
  const list = usePagedRows(useInfiniteQuery(lampsIn('attic')), ({ items }) => items)
  return (
    <ListStates list={list} skeleton={<p>Loading</p>} failure="No lamps today" empty={<p>None yet</p>}>
      <p>{list.rows.length} lamps</p>
    </ListStates>
  )
}

describe('the states of a list', () => {
  test('loading, then failed with a way to try again, then rows', async () => {
    let isWell = false
    answer(lampsContract, () => {
      if (!isWell) throw new FakeProblem('internal')
      return { items: lamps(2), next_cursor: null }
    })
    render(<Lamps />, { wrapper: Provider })
    expect(screen.getByText('Loading')).toBeDefined()
    expect((await screen.findByRole('alert')).textContent).toContain('No lamps today')
    isWell = true
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('2 lamps')).toBeDefined()
  })

  test('a list without rows has its own state', async () => {
    answer(lampsContract, () => ({ items: [], next_cursor: null }))
    render(<Lamps />, { wrapper: Provider })
    expect(await screen.findByText('None yet')).toBeDefined()
  })

  test('rows that cannot be read are counted and named above the others, and are no empty list', async () => {
    const unreadable = [
      { id: 'lamp-7', fields: ['watts'] },
      { id: null, fields: [] },
    ]
    answer(lampsContract, () => ({ items: lamps(2), next_cursor: null, unreadable }))
    const { unmount } = render(<Lamps />, { wrapper: Provider })
    expect(await screen.findByText('2 lamps')).toBeDefined()
    expect((await screen.findByRole('status')).textContent).toContain("2 rows can't be shown because of damaged data")
    expect(screen.getByText('lamp-7: watts')).toBeDefined()
    expect(screen.getByText('Unknown id')).toBeDefined()
    unmount()
    client.clear()
    answer(lampsContract, () => ({ items: [], next_cursor: null, unreadable: unreadable.slice(0, 1) }))
    render(<Lamps />, { wrapper: Provider })
    expect(await screen.findByText(/1 row can't be shown/)).toBeDefined()
    expect(screen.queryByText('None yet')).toBeNull()
  })
})

describe('the cache of a row', () => {
  const cache = rowCache<Lamp>(['lamps'])
  const page = (items: Lamp[], total?: number) => ({ items, next_cursor: null, ...(total !== undefined && { total }) })
  const fill = () => {
    client.setQueryData(['lamps', 'list', 'attic'], { pages: [page(lamps(2), 2)], pageParams: [undefined] })
    client.setQueryData(['lamps', 'list', 'all'], { pages: [page(lamps(1)), page(lamps(2, 2))], pageParams: [] })
    client.setQueryData(['lamps', 'detail', 'lamp-2'], lamp(2))
  }
  const names = (key: string) =>
    client
      .getQueryData<{ pages: { items: Lamp[] }[] }>(['lamps', 'list', key])
      ?.pages.flatMap(({ items }) => items.map(({ name }) => name))

  test('a change is written into every list and into the open record', () => {
    fill()
    cache.patch(client, 'lamp-2', { name: 'Floor lamp' })
    expect(names('attic')).toEqual(['Lamp 1', 'Floor lamp'])
    expect(names('all')).toEqual(['Lamp 1', 'Floor lamp', 'Lamp 3'])
    expect(client.getQueryData(['lamps', 'detail', 'lamp-2'])).toEqual({ ...lamp(2), name: 'Floor lamp' })
  })

  test('a removed row returns to its place, count included', () => {
    fill()
    const putBack = cache.remove(client, 'lamp-1')
    expect(names('attic')).toEqual(['Lamp 2'])
    expect(client.getQueryData(['lamps', 'list', 'attic'])).toMatchObject({ pages: [{ total: 1 }] })
    putBack()
    expect(names('attic')).toEqual(['Lamp 1', 'Lamp 2'])
  })

  test('a row is found in the open record, then in any list', () => {
    fill()
    expect(cache.find(client, 'lamp-2')).toEqual(lamp(2))
    expect(cache.find(client, 'lamp-3')).toEqual(lamp(3))
    expect(cache.find(client, 'lamp-9')).toBeUndefined()
  })

  test('refreshing skips a list that a person scrolled far down', async () => {
    fill()
    const pages = Array.from({ length: 5 }, () => page(lamps(1)))
    client.setQueryData(['lamps', 'list', 'long'], { pages, pageParams: [] })
    await cache.refresh(client)
    const isAskedAgain = (...key: string[]) => client.getQueryState(['lamps', ...key])?.isInvalidated
    expect([isAskedAgain('list', 'attic'), isAskedAgain('detail', 'lamp-2'), isAskedAgain('list', 'long')]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('pages of any shape can be patched and restored', () => {
    client.setQueryData(['groups', 'a'], { pages: [{ groups: [1, 2] }], pageParams: [] })
    const putBack = patchPages<{ groups: number[] }>(client, ['groups'], ({ groups }) => ({ groups: groups.slice(1) }))
    expect(client.getQueryData(['groups', 'a'])).toMatchObject({ pages: [{ groups: [2] }] })
    putBack()
    expect(client.getQueryData(['groups', 'a'])).toMatchObject({ pages: [{ groups: [1, 2] }] })
  })
})

const COLUMNS = [
  { id: 'name', label: 'Name', width: 200, sorts: 'name', isPinned: true, isGrowing: true },
  { id: 'watts', label: 'Watts', width: 80, sorts: 'watts', isAtEnd: true },
  { id: 'note', label: 'Note', width: 80, sorts: null },
] as const satisfies readonly RowColumn[]

const drawn = vi.fn()
function LampCells({ row, context, children }: CellsProps<Lamp, (typeof COLUMNS)[number]['id'], string>) {
  drawn(row.id)
  return children({ name: <a href={`#${row.id}`}>{row.name}</a>, watts: row.watts, note: context })
}

function LampTable({ rows, scroll, onOpen }: { rows: Lamp[]; scroll: 'box' | 'page'; onOpen?: (id: string) => void }) {
  const [sort, onSort] = useState('-watts')
  const selection = useSelection(
    'all lamps',
    rows.map(({ id }) => id),
  )
  const shared = {
    label: 'Lamps',
    columns: COLUMNS,
    rows,
    nameOf: ({ name }: Lamp) => name,
    cells: LampCells,
    context: 'new',
    total: rows.length,
    isStale: false,
    sorting: { sort, onSort, first: 'descending' as const },
    ...(onOpen && { onOpen }),
  }
  return scroll === 'page' ? (
    <PageTable {...shared} />
  ) : (
    <>
      <output>{selection.count} selected</output>
      <RowsTable {...shared} rowHeightPx={56} selection={selection} />
    </>
  )
}

describe('a table', () => {
  const row = (at: number) => within(screen.getByRole('row', { name: new RegExp(`Lamp ${at}\\b`) }))

  test('draws only the visible rows of a long list', () => {
    render(<LampTable rows={lamps(500)} scroll="box" />)
    expect(screen.getByRole('table', { name: 'Lamps' }).getAttribute('aria-rowcount')).toBe('501')
    expect(screen.getAllByRole('row').length).toBeLessThan(60)
  })

  test('a press on the head sorts, the next one reverses the order; a column without an order has no button', async () => {
    render(<LampTable rows={lamps(3)} scroll="box" />)
    const head = (name: string) => screen.getByRole('columnheader', { name })
    expect(head('Watts').getAttribute('aria-sort')).toBe('descending')
    await userEvent.click(within(head('Watts')).getByRole('button'))
    expect(head('Watts').getAttribute('aria-sort')).toBe('ascending')
    await userEvent.click(within(head('Name')).getByRole('button'))
    expect(head('Name').getAttribute('aria-sort')).toBe('descending')
    expect(head('Watts').getAttribute('aria-sort')).toBe('none')
    expect(within(head('Note')).queryByRole('button')).toBeNull()
  })

  test('rows are selected one by one, as a range with Shift, and all that are loaded', async () => {
    const user = userEvent.setup()
    render(<LampTable rows={lamps(6)} scroll="box" />)
    const count = () => screen.getByRole('status').textContent
    await user.click(row(2).getByRole('checkbox'))
    await user.keyboard('{Shift>}')
    await user.click(row(4).getByRole('checkbox'))
    await user.keyboard('{/Shift}')
    expect(count()).toBe('3 selected')
    const all = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all loaded lamps' })
    expect(all.indeterminate).toBe(true)
    await user.click(all)
    expect(count()).toBe('6 selected')
    await user.click(all)
    expect(count()).toBe('0 selected')
  })

  test('selecting a row draws that row again and no other', async () => {
    render(<LampTable rows={lamps(5)} scroll="box" />)
    drawn.mockClear()
    await userEvent.click(row(3).getByRole('checkbox'))
    expect(drawn.mock.calls.flat()).toEqual(['lamp-3'])
  })

  test.each(['box', 'page'] as const)(
    'in a %s, a press on a row opens it, a press on a link in it does not',
    async (scroll) => {
      const onOpen = vi.fn()
      render(<LampTable rows={lamps(3)} scroll={scroll} onOpen={onOpen} />)
      await userEvent.click(row(2).getByRole('link'))
      expect(onOpen).not.toHaveBeenCalled()
      await userEvent.click(row(2).getByText('2'))
      expect(onOpen).toHaveBeenCalledExactlyOnceWith('lamp-2')
    },
  )
})
