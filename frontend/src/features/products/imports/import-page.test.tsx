// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sourcing } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import type { AsinRepair } from '#core/products/imports/asin-cell.ts'
import { type ImportRow, importsContract, type ProductImport } from '#core/products/imports/contract.ts'
import * as worker from './reading/read-in-worker.ts'
import { readTable } from './reading/read-table.ts'

const AT = '2026-11-20T09:30:00+00:00'
const ID = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const sample = (change: Partial<ProductImport> = {}): ProductImport => ({
  id: ID,
  filename: 'list.csv',
  file_size: 100,
  headers: ['ASIN', 'Name', 'Remark'],
  row_count: 2,
  state: 'mapping',
  mapping: ['asin', 'title', null],
  options: { date_order: 'auto', create_missing: false, currency: 'USD', decimal_sign: 'auto', catalog: null },
  reading: null,
  counts: null,
  done_rows: 0,
  is_started: false,
  change_set_id: null,
  is_undone: false,
  error: null,
  created_by: ana.id,
  created_by_name: ana.name,
  created_at: AT,
  updated_at: AT,
  finished_at: null,
  ...change,
})
const row = (change: Partial<ImportRow> = {}): ImportRow => ({
  row_number: 1,
  cells: ['B0C1234567', 'Desk lamp', 'from the fair'],
  asin: 'B0C1234567',
  outcome: null,
  reasons: [],
  repaired_asin: null,
  before: null,
  after: {},
  ...change,
})
const COUNTS = { new: 1, updated: 1, unchanged: 0, skipped: 0, bad: 1, repaired: 0 }

let item: ProductImport
beforeEach(() => {
  startWorld()
  item = sample()
  answer(importsContract.list, () => ({ items: [], next_cursor: null }))
  answer(importsContract.get, () => ({ ...item, sample: [row()] }))
  answer(importsContract.listRows, () => ({ items: [], next_cursor: null }))
})

test('rows of an import that are damaged are named: in the sample, and in the list of each outcome', async () => {
  const [inSample, inList] = [crypto.randomUUID(), crypto.randomUUID()]
  item = sample({ state: 'done', counts: COUNTS })
  answer(importsContract.get, () => ({ ...item, sample: [], unreadable: [{ id: inSample, fields: ['cells'] }] }))
  answer(importsContract.listRows, () => ({
    items: [],
    next_cursor: null,
    unreadable: [{ id: inList, fields: ['cells'] }],
  }))
  openApp(`/products/import/${ID}`)
  await screen.findByText(`${inSample}: cells`)
  await screen.findByText(`${inList}: cells`)
})

test('a file is read, sent in order and shown with a mapping', async () => {
  vi.spyOn(worker, 'readInWorker').mockImplementation((file, choices, onProgress) =>
    readTable(file, onProgress, choices),
  )
  const sent: string[][] = []
  answer(importsContract.create, ({ body }) => {
    expect(body).toMatchObject({ filename: 'list.csv', headers: ['ASIN', 'Name', 'Remark'] })
    return sample({ state: 'receiving', row_count: 0 })
  })
  answer(importsContract.addRows, ({ body }) => {
    expect(body).toMatchObject({ first_row: 1, is_last: true })
    sent.push(...body.rows)
    return item
  })
  const { user, router } = openApp('/products/import')
  const input = await screen.findByLabelText<HTMLInputElement>('File of products')
  await user.upload(
    input,
    new File(['ASIN,Name,Remark\nB0C1234567,Desk lamp,x\nB0C7654321,Mug,y'], 'list.csv', { type: 'text/csv' }),
  )
  await screen.findByRole('heading', { name: 'Which field is each column?' })
  expect(sent).toEqual([
    ['B0C1234567', 'Desk lamp', 'x'],
    ['B0C7654321', 'Mug', 'y'],
  ])
  expect(router.state.location.pathname).toBe(`/products/import/${ID}`)
})

test('a file that cannot be read says why, and another can be chosen', async () => {
  vi.spyOn(worker, 'readInWorker').mockImplementation((file, choices, onProgress) =>
    readTable(file, onProgress, choices),
  )
  const { user } = openApp('/products/import')
  const input = await screen.findByLabelText<HTMLInputElement>('File of products')
  await user.upload(input, new File(['ASIN,Name\n'], 'list.csv', { type: 'text/csv' }))
  expect((await screen.findByRole('alert')).textContent).toBe('This file has no rows.')
  expect(screen.getByRole('button', { name: 'Choose file' })).toBeTruthy()
})

test('a running import is found again under recent imports', async () => {
  answer(importsContract.list, () => ({ items: [sample({ state: 'running', done_rows: 1 })], next_cursor: null }))
  openApp('/products/import')
  const link = await screen.findByRole('link', { name: 'list.csv' })
  expect(link.getAttribute('href')).toBe(`/products/import/${ID}`)
  expect(screen.getByText('Importing')).toBeTruthy()
})

test('columns are matched to fields with their values in sight; a field comes from one column', async () => {
  answer(importsContract.update, ({ body }) => {
    expect(body.mapping).toEqual(['asin', null, 'title'])
    return item
  })
  answer(importsContract.check, () => {
    item = sample({ state: 'checking' })
    return item
  })
  const { user } = openApp(`/products/import/${ID}`)
  await screen.findByText('from the fair')
  await user.click(screen.getByRole('combobox', { name: 'Field of Remark' }))
  await user.click(await screen.findByRole('option', { name: 'Title' }))
  expect(screen.getByRole('combobox', { name: 'Field of Name' }).textContent).toBe('Do not import')
  await user.click(screen.getByRole('button', { name: 'See what will happen' }))
  await screen.findByRole('progressbar', { name: 'Checking what each row will do' })
})

test('without a column for the ASIN nothing can be checked', async () => {
  item = sample({ mapping: [null, 'title', null] })
  openApp(`/products/import/${ID}`)
  await screen.findByText(/Choose the ASIN column/)
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'See what will happen' }).disabled).toBe(true)
})

test('the effect of the import is shown first, field by field, and then it runs', async () => {
  item = sample({ state: 'ready', counts: COUNTS })
  answer(importsContract.listRows, ({ query }) => ({
    items:
      query.outcome === 'updated'
        ? [
            row({
              outcome: 'updated',
              before: { title: 'Lamp', status_id: null },
              after: { title: 'Desk lamp', status_id: sourcing.id },
            }),
          ]
        : [row({ outcome: 'bad', asin: null, reasons: [{ field: 'asin', message: 'ASIN: “lamp” is not an ASIN.' }] })],
    next_cursor: null,
  }))
  answer(importsContract.run, () => {
    item = sample({ state: 'running', is_started: true, done_rows: 1, counts: COUNTS })
    return item
  })
  const { user } = openApp(`/products/import/${ID}`)
  await screen.findByText('ASIN: “lamp” is not an ASIN.')
  await user.click(screen.getByRole('tab', { name: 'Updated (1)' }))
  const changed = (await screen.findByText('Desk lamp')).closest('li')
  expect(changed?.textContent).toContain('Lamp')
  expect(changed && within(changed).getByText('Sourcing')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Import 2 rows' }))
  await screen.findByRole('progressbar', { name: 'Importing' })
  expect(screen.getByText(/You can leave this page/)).toBeTruthy()
})

test('a row whose ASIN a spreadsheet damaged is shown as repaired, also when it is refused', async () => {
  item = sample({ state: 'ready', counts: { ...COUNTS, updated: 0 } })
  const repaired = (from: string, to: string, how: AsinRepair, change: Partial<ImportRow> = {}) =>
    row({ cells: [from], asin: to, repaired_asin: { from, to, how }, ...change })
  answer(importsContract.listRows, ({ query }) => ({
    items:
      query.outcome === 'new'
        ? [
            repaired('306406152', '0306406152', 'leading_zeros', { outcome: 'new' }),
            row({ row_number: 2, asin: 'B0C7654321', outcome: 'new' }),
          ]
        : [
            repaired('9780306406157', '0306406152', 'isbn13', {
              outcome: 'bad',
              reasons: [{ field: 'asin', message: 'The same ASIN as in row 1.' }],
            }),
          ],
    next_cursor: null,
  }))
  const { user } = openApp(`/products/import/${ID}`)
  const refused = (await screen.findByText('The same ASIN as in row 1.')).closest('li')
  expect(refused?.textContent).toContain('Repaired“9780306406157” was read as 0306406152: the ISBN-13')
  await user.click(screen.getByRole('tab', { name: 'New (1)' }))
  const words = await screen.findByText(/“306406152” was read as 0306406152: the zeros at its beginning were missing\./)
  expect(words.closest('li')?.textContent).toContain('Row 1')
  expect(screen.getByText('B0C7654321').closest('li')?.textContent).not.toContain('Repaired')
})

test('the report offers undo and the rows that were refused', async () => {
  item = sample({ state: 'done', is_started: true, counts: COUNTS, change_set_id: crypto.randomUUID(), done_rows: 2 })
  answer(importsContract.listRows, () => ({
    items: [row({ outcome: 'bad', cells: ['lamp', '=1+1'], asin: null, reasons: [{ field: 'asin', message: 'No.' }] })],
    next_cursor: null,
  }))
  answer(productsContract.undoChange, ({ params }) => {
    expect(params.id).toBe(item.change_set_id)
    item = { ...item, is_undone: true }
    return { change_set_id: crypto.randomUUID(), reverted: 2, left: [] }
  })
  const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  const { user } = openApp(`/products/import/${ID}`)
  await user.click(await screen.findByRole('button', { name: 'Download bad rows' }))
  await waitFor(() => expect(saved).toHaveBeenCalled())
  const [file] = saved.mock.calls[0] ?? []
  expect(file instanceof Blob && (await file.text())).toContain("lamp,'=1+1,,No.")
  await user.click(screen.getByRole('button', { name: 'Undo import' }))
  await screen.findByText('This import was undone.')
})

test('a dead import says what was written and can continue', async () => {
  item = sample({ state: 'failed', is_started: true, error: 'worker_lost', done_rows: 1, counts: COUNTS })
  answer(importsContract.run, () => {
    item = sample({ state: 'done', is_started: true, counts: COUNTS })
    return item
  })
  const { user } = openApp(`/products/import/${ID}`)
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing is imported twice')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('link', { name: 'Show products' })
})

test('an unknown import says so', async () => {
  answer(importsContract.get, () => {
    throw new FakeProblem('import_not_found')
  })
  openApp(`/products/import/${ID}`)
  await screen.findByRole('heading', { name: "We can't find this import" })
})

test('an uploader reads one sentence', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/products/import')
  await screen.findByRole('heading', { name: 'Importing is for owners and managers' })
})

describe('how a file was read', () => {
  const reading = {
    kind: 'text' as const,
    sheets: [],
    sheet: null,
    delimiter: ';' as const,
    quoting: 'enclose' as const,
    encoding: 'windows-1252',
    first_lines: ['November', 'ASIN · Name', 'B0C1234567 · Lamp'],
    header_line: 1,
    left_out: ['1 record'],
  }
  const choose = async (user: ReturnType<typeof openApp>['user'], label: string, option: RegExp) => {
    await user.click(await screen.findByRole('combobox', { name: label }))
    await user.click(await screen.findByRole('option', { name: option }))
  }

  test('is said and can be changed; the file is read again and replaces the import', async () => {
    // No file of this visit: the page was reloaded since.
    const reloaded = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3d'
    item = sample({ id: reloaded, reading })
    const asked: unknown[] = []
    vi.spyOn(worker, 'readInWorker').mockImplementation((file, choices, onProgress) => {
      asked.push(choices)
      return readTable(file, onProgress, choices)
    })
    const other = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3c'
    answer(importsContract.create, ({ body }) => {
      expect(body.reading).toMatchObject({ header_line: 2, delimiter: ';' })
      return sample({ id: other, state: 'receiving', row_count: 0 })
    })
    answer(importsContract.addRows, () => sample({ id: other }))
    const removed = vi.fn()
    answer(importsContract.remove, ({ params }) => {
      removed(params.id)
      return sample({ state: 'cancelled' })
    })
    const { user, router } = openApp(`/products/import/${reloaded}`)
    await screen.findByRole('heading', { name: 'How this file was read' })
    expect(screen.getByText('One line after the rows is no row: “1 record”.')).toBeTruthy()
    await choose(user, 'Header line', /^Line 3/)
    await user.upload(
      await screen.findByLabelText<HTMLInputElement>('File of products'),
      new File(['November\nASIN;Name\nB0C1234567;Lamp\nB0C7654321;Mug\n1 record'], 'list.csv', { type: 'text/csv' }),
    )
    await waitFor(() => expect(router.state.location.pathname).toBe(`/products/import/${other}`))
    expect(asked).toEqual([{ encoding: 'windows-1252', delimiter: ';', quoting: 'enclose', header_line: 2 }])
    await waitFor(() => expect(removed).toHaveBeenCalledWith(reloaded))
  })

  test('is changed without choosing the file again in the visit that brought it', async () => {
    const asked: unknown[] = []
    vi.spyOn(worker, 'readInWorker').mockImplementation((file, choices, onProgress) => {
      asked.push([file instanceof File && file.name, choices])
      return readTable(file, onProgress, choices)
    })
    item = sample({ reading: { ...reading, delimiter: ',', encoding: 'utf-8', header_line: 0 } })
    answer(importsContract.create, () => sample({ state: 'receiving', row_count: 0 }))
    const sent = vi.fn()
    answer(importsContract.addRows, () => {
      sent()
      return item
    })
    const { user } = openApp('/products/import')
    const content = 'ASIN,Name,Remark\nB0C1234567,Lamp,x\nB0C7654321,Mug,y'
    await user.upload(
      await screen.findByLabelText<HTMLInputElement>('File of products'),
      new File([content], 'visit.csv', { type: 'text/csv' }),
    )
    await choose(user, 'Quotation marks', /text/)
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]).toEqual(['visit.csv', { encoding: 'utf-8', delimiter: ',', quoting: 'text' }])
    expect(screen.queryByLabelText('File of products')).toBeNull()
    // The rows of the second reading arrive, too: nothing is left for the next test.
    await waitFor(() => expect(sent).toHaveBeenCalledTimes(2))
  })

  test('the currency and the sign before cents go with the check', async () => {
    item = sample({ reading, mapping: ['asin', 'cost_cents', null] })
    const changes = vi.fn()
    answer(importsContract.update, ({ body }) => {
      changes(body)
      return item
    })
    answer(importsContract.check, () => sample({ state: 'checking' }))
    const { user } = openApp(`/products/import/${ID}`)
    await choose(user, 'Currency of amounts', /^EUR$/)
    await choose(user, 'Decimal sign', /Comma/)
    await user.click(screen.getByRole('button', { name: 'See what will happen' }))
    await waitFor(() =>
      expect(changes).toHaveBeenCalledWith(
        expect.objectContaining({ options: expect.objectContaining({ currency: 'EUR', decimal_sign: 'comma' }) }),
      ),
    )
  })
})

describe('an import to the catalog', () => {
  const catalog = { existing: 'merge', look_up: false } as const

  test('asks what happens to products you have, and looks nothing up unless told', async () => {
    item = sample({ row_count: 500, options: { ...sample().options, catalog } })
    const told: unknown[] = []
    answer(importsContract.update, ({ body }) => {
      told.push(body.options?.catalog)
      return item
    })
    answer(importsContract.check, () => ({ ...item, state: 'checking' as const }))
    const { user } = openApp(`/products/import/${ID}`)
    await screen.findByRole('heading', { name: 'Import to the catalog' })
    expect(screen.getByText(/about 500 to 1,000 tokens/)).toBeTruthy()
    await user.click(screen.getByRole('combobox', { name: 'Products you already have' }))
    await user.click(await screen.findByRole('option', { name: /^Skip/ }))
    await user.click(screen.getByRole('button', { name: 'See what will happen' }))
    await waitFor(() => expect(told).toEqual([{ existing: 'skip', look_up: false }]))
  })

  test('says which rows are skipped and why, and which ASINs were repaired', async () => {
    item = sample({
      state: 'done',
      is_started: true,
      options: { ...sample().options, catalog },
      counts: { new: 1, updated: 0, unchanged: 0, skipped: 1, bad: 0, repaired: 1 },
    })
    const asked: unknown[] = []
    answer(importsContract.listRows, ({ query }) => {
      asked.push(query)
      if (query.repaired) {
        const repaired_asin = { from: '306406152', to: '0306406152', how: 'leading_zeros' } as const
        return { items: [row({ asin: '0306406152', outcome: 'new', repaired_asin })], next_cursor: null }
      }
      const reasons = [{ field: 'asin', message: 'B0C1234567 has an upload task already.' }]
      return { items: [row({ outcome: 'skipped', reasons })], next_cursor: null }
    })
    const { user } = openApp(`/products/import/${ID}`)
    await user.click(await screen.findByRole('tab', { name: 'Skipped (1)' }))
    await screen.findByText('B0C1234567 has an upload task already.')
    await user.click(screen.getByRole('tab', { name: 'ASIN repaired (1)' }))
    await screen.findByText(/“306406152” was read as 0306406152/)
    expect(asked).toContainEqual({ repaired: 'true', limit: '25' })
    expect(screen.getByRole('link', { name: 'Show catalog' }).getAttribute('href')).toBe('/catalog')
  })

  test('starts at its own address', async () => {
    openApp('/products/import?catalog=yes')
    await screen.findByRole('heading', { name: 'Import to the catalog' })
  })
})
