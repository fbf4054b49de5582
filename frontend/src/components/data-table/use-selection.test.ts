// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { useSelection } from './use-selection.ts'

afterEach(cleanup)

const open = (of: string, ids: readonly string[], total?: number) =>
  renderHook((given: { of: string; ids: readonly string[] }) => useSelection(given.of, given.ids, total), {
    initialProps: { of, ids },
  })

test('all that match stays all as more rows load, without deselected rows', () => {
  const { result, rerender } = open('lamps', ['a', 'b'], 500)
  act(() => result.current.selectAll())
  rerender({ of: 'lamps', ids: ['a', 'b', 'c'] })
  expect(result.current).toMatchObject({ count: 500, isAll: true, isAllLoaded: true })
  act(() => result.current.toggle('c'))
  expect(result.current).toMatchObject({ count: 499, isAll: false })
  expect(result.current.isSelected('c')).toBe(false)
})

test('other filters clear the selection; paging keeps it', () => {
  const { result, rerender } = open('lamps', ['a', 'b'])
  act(() => result.current.toggle('a'))
  rerender({ of: 'lamps', ids: ['c'] })
  expect(result.current.count).toBe(1)
  rerender({ of: 'chairs', ids: ['a'] })
  expect(result.current.count).toBe(0)
})
