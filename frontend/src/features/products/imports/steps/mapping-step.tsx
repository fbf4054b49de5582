import { useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { useChangeImport } from '#app/features/products/imports/use-change-import.ts'
import { useProductLists } from '#app/features/products/product-lists.ts'
import type { ImportOptions, ImportRow, ProductImport } from '#core/products/imports/contract.ts'
import { productColumns } from '#core/products/product-columns.ts'
import { Button } from '#ui/button.tsx'
import { CatalogChoices } from './catalog-choices.tsx'
import { ReadingPanel } from './reading-panel.tsx'

const DECIMAL_SIGNS = [
  { value: 'auto', label: 'Find out' },
  { value: 'point', label: 'Point: 1,234.50' },
  { value: 'comma', label: 'Comma: 1.234,50' },
] as const
const CURRENCIES =
  'USD EUR GBP CAD AUD JPY CHF SEK NOK DKK PLN CZK HUF RON TRY INR CNY HKD SGD NZD MXN BRL ZAR AED SAR KWD ILS KRW TWD THB'.split(
    ' ',
  )
const LEFT_OUT = 'none'
const SAMPLE_CELLS = 3
const DATE_ORDERS = [
  { value: 'auto', label: 'Find out' },
  { value: 'dmy', label: 'Day/month/year' },
  { value: 'mdy', label: 'Month/day/year' },
  { value: 'ymd', label: 'Year-month-day' },
] as const

/** The field of each column, with a few of its values; the ASIN is the key. */
export function MappingStep({ item }: { item: ProductImport & { sample: ImportRow[] } }) {
  const [mapping, setMapping] = useState(item.mapping)
  const [options, setOptions] = useState<ImportOptions>(item.options)
  const { check, discard } = useChangeImport(item.id)
  const lists = useProductLists()
  const columns = productColumns(lists.fields).filter(({ isWritable }) => isWritable)
  const fields = [
    { value: LEFT_OUT, label: 'Do not import' },
    ...columns.map(({ key, label }) => ({ value: key, label: key === 'asin' ? `${label} (key)` : label })),
  ]
  const hasKey = mapping.includes('asin')

  const hasKind = (...kinds: string[]) => columns.some(({ key, kind }) => kinds.includes(kind) && mapping.includes(key))
  const hasAmounts = hasKind('money', 'custom_money')
  const hasNumbers = hasAmounts || hasKind('custom_number', 'quantity')
  const hasDates = hasKind('day', 'custom_date')
  const currencies = [...new Set([options.currency, ...CURRENCIES])].map((value) => ({ value, label: value }))

  // A field comes from one column: choosing it again removes it from the other.
  const choose = (index: number, value: string) =>
    setMapping(
      mapping.map((key, at) => (at === index ? (value === LEFT_OUT ? null : value) : key === value ? null : key)),
    )

  return (
    <div className="max-w-4xl">
      {item.reading && <ReadingPanel item={item} reading={item.reading} />}
      <h2 className="font-semibold">Which field is each column?</h2>
      <p className="mt-1 text-muted">
        {options.catalog
          ? 'A row whose ASIN is new adds a product. ASINs with an upload task are skipped. Empty cells never erase anything.'
          : 'A row whose ASIN you have already updates that product; any other adds one. Empty cells never erase anything.'}
      </p>
      <ul className="mt-4 divide-y divide-line rounded-card border border-line">
        {item.headers.map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are, and two may share a header
          <li key={index} className="grid items-center gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[1fr_1.4fr_240px]">
            <p className="min-w-0 font-medium break-words">{header}</p>
            <Samples cells={item.sample.map(({ cells }) => cells[index] ?? '')} />
            <Select
              label={`Field of ${header}`}
              value={mapping[index] ?? LEFT_OUT}
              onChange={(value) => choose(index, value)}
              options={fields}
            />
          </li>
        ))}
      </ul>
      <div className="mt-5 flex flex-col gap-4">
        {hasDates && (
          <div className="flex flex-wrap items-center gap-3">
            <span>Dates such as 01/02/2026 are</span>
            <Select
              label="Date format"
              className="w-48"
              value={options.date_order}
              onChange={(date_order) => setOptions({ ...options, date_order })}
              options={DATE_ORDERS}
            />
          </div>
        )}
        {hasAmounts && (
          <div className="flex flex-wrap items-center gap-3">
            <span>Amounts without a currency are in</span>
            <Select
              label="Currency of amounts"
              className="w-28"
              value={options.currency}
              onChange={(currency) => setOptions({ ...options, currency })}
              options={currencies}
            />
          </div>
        )}
        {hasNumbers && (
          <div className="flex flex-wrap items-center gap-3">
            <span>The decimal sign is</span>
            <Select
              label="Decimal sign"
              className="w-48"
              value={options.decimal_sign}
              onChange={(decimal_sign) => setOptions({ ...options, decimal_sign })}
              options={DECIMAL_SIGNS}
            />
          </div>
        )}
        {options.catalog && (
          <CatalogChoices
            chosen={options.catalog}
            onChange={(catalog) => setOptions({ ...options, catalog })}
            rowCount={item.row_count}
          />
        )}
        <Checkbox
          isChecked={options.create_missing}
          onChange={(create_missing) => setOptions({ ...options, create_missing })}
          hint="Otherwise rows that name one you do not have are not imported."
        >
          Add statuses, owners and other list entries that are missing
        </Checkbox>
        {!hasKey && <Notice tone="waiting">Choose the ASIN column. It's how we match rows to products.</Notice>}
      </div>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button variant="danger" isBusy={discard.isPending} onClick={() => discard.mutate()}>
          Discard
        </Button>
        <Button
          variant="primary"
          disabled={!hasKey}
          isBusy={check.isPending}
          onClick={() => check.mutate({ mapping, options })}
        >
          See what will happen
        </Button>
      </div>
    </div>
  )
}

function Samples({ cells }: { cells: string[] }) {
  const shown = [...new Set(cells.map((cell) => cell.trim()).filter(Boolean))].slice(0, SAMPLE_CELLS)
  if (shown.length === 0) return <p className="text-table text-muted">No values in the first rows</p>
  return (
    <p className="line-clamp-2 min-w-0 text-table break-words text-muted" title={shown.join('\n')}>
      {shown.join(' · ')}
    </p>
  )
}
