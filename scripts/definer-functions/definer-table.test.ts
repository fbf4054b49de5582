import { expect, test } from 'vitest'
import { type CallableFunction, withDefinerTable } from './definer-table.ts'

const PAGE = '# Page\n\n<!-- functions -->\nstale\n<!-- /functions -->\n'
const row = (name: string, more: Partial<CallableFunction> = {}): CallableFunction => ({
  name,
  is_definer: true,
  is_for_people: true,
  is_reading: true,
  ...more,
})

test('each security definer function is listed once, in the group of its callers', () => {
  const page = withDefinerTable(PAGE, [
    row('list_rows'),
    row('save_row', { is_reading: false }),
    row('claim_rows', { is_for_people: false, is_reading: false }),
    row('plain', { is_definer: false }),
  ])
  expect(page).toContain('3 of 4 callable functions are security definer.')
  expect(page).toMatch(/People, to read \(1\)[^#]*`list_rows`/)
  expect(page).toMatch(/People, to write \(1\)[^#]*`save_row`/)
  expect(page).toMatch(/Jobs, schedules and webhooks \(1\)[^#]*`claim_rows`/)
  expect(page).not.toContain('plain')
  expect(page).not.toContain('stale')
  expect(page.startsWith('# Page')).toBe(true)
})

test('a new function changes the page, so the committed one no longer matches', () => {
  expect(withDefinerTable(PAGE, [row('a')])).not.toBe(withDefinerTable(PAGE, [row('a'), row('b')]))
})

test('a page without a place for the list is refused', () => {
  expect(() => withDefinerTable('# Page', [])).toThrow('docs/definer-functions.md')
})
