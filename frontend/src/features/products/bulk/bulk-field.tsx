import type { LucideIcon } from 'lucide-react'
import { useId, useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { minorDigits } from '#core/money.ts'
import type { BulkChange } from '#core/products/bulk.ts'
import { currencyInCell } from '#core/products/imports/cells.ts'
import { ImportOptions } from '#core/products/imports/contract.ts'
import { createRowReader } from '#core/products/imports/rows.ts'
import { editableInBulk } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { Input } from '#ui/input.tsx'
import { choicesOf, type ProductLists } from '../product-lists.ts'
import { asImportLists, changeTo } from '../table/cell-values.ts'
import { type TableColumn, tableColumns } from '../table/table-columns.ts'

type BulkFieldProps = {
  lists: ProductLists
  /** The field to set; null lets the person choose it first. */
  field: string | null
  icon: LucideIcon
  label: string
  onApply: (change: BulkChange) => void
}

/** Sets or clears one field of all selected products. */
export function BulkField({ lists, field, icon: Icon, label, onApply }: BulkFieldProps) {
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(field)
  const columns = tableColumns(lists.fields).filter(isSettable)
  const column = columns.find(({ id }) => id === chosen)

  function apply(value: unknown, amountDigits?: number) {
    const set = column && changeTo(column, value)
    if (!set) return
    setOpen(false)
    onApply({ set, ...(amountDigits !== undefined && { amount_digits: amountDigits }) })
  }

  return (
    <Popover
      label={column ? `Set ${column.label.toLowerCase()}` : 'Set a field'}
      side="top"
      className="w-72"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) setChosen(field)
      }}
      trigger={
        <Button size="small" variant="quiet" className="max-md:h-11">
          <Icon aria-hidden="true" /> {label}
        </Button>
      }
    >
      {column ? (
        <FieldValue column={column} lists={lists} onApply={apply} />
      ) : (
        <PickerList
          label="Field to set"
          options={columns.map(({ id, label: name }) => ({ value: id, label: name }))}
          chosen={[]}
          onChoose={setChosen}
        />
      )}
    </Popover>
  )
}

const isSettable = ({ id, isEditable }: TableColumn) =>
  isEditable && (id.startsWith('custom.') || Object.hasOwn(editableInBulk, id))

type FieldValueProps = {
  column: TableColumn
  lists: ProductLists
  onApply: (value: unknown, amountDigits?: number) => void
}

const NONE = 'none'

function FieldValue({ column, lists, onApply }: FieldValueProps) {
  const choices = column.kind === 'custom_checkbox' ? YES_NO : choicesOf(column.id, lists)
  if (!choices) return <TypedValue column={column} lists={lists} onApply={onApply} />
  const options = choices
    .filter(({ is_hidden }) => !is_hidden)
    .map(({ id, name, color }) => ({ value: id, label: name, ...(color && { icon: <StatusDot color={color} /> }) }))
  const none = { value: NONE, label: column.kind === 'status' ? 'No status' : `No ${column.label.toLowerCase()}` }
  return (
    <PickerList
      label={column.label}
      options={[...options, none]}
      chosen={[]}
      onChoose={(id) => onApply(id === NONE ? null : column.kind === 'custom_checkbox' ? id === 'yes' : id)}
    />
  )
}

const YES_NO = [
  { id: 'yes', name: 'Yes', color: null, is_hidden: false },
  { id: 'no', name: 'No', color: null, is_hidden: false },
] as const

function TypedValue({ column, lists, onApply }: FieldValueProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const isDay = column.kind === 'day' || column.kind === 'custom_date'
  const canClear = changeTo(column, null) !== undefined

  function submit(event: React.FormEvent) {
    event.preventDefault()
    const read = readOne(column, text, lists)
    if ('reason' in read) setProblem(read.reason)
    else onApply(read.value, read.amountDigits)
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2 p-3">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="font-medium">
          {column.label}
        </label>
        <Input
          id={id}
          autoFocus
          type={isDay ? 'date' : 'text'}
          value={text}
          aria-invalid={problem !== null || undefined}
          onChange={(event) => {
            setText(event.target.value)
            setProblem(null)
          }}
        />
      </div>
      {problem && (
        <p role="alert" className="text-meta text-failed">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        {canClear && (
          <Button size="small" variant="quiet" onClick={() => onApply(null)}>
            Clear it
          </Button>
        )}
        <Button size="small" variant="primary" type="submit" disabled={text.trim() === ''}>
          Set
        </Button>
      </div>
    </form>
  )
}

type ReadOne = { value: unknown; amountDigits?: number } | { reason: string }

/** A currency with the most digits that people type. */
const EXACT_CURRENCY = 'KWD'

/**
 * Reads one text as a column's value. An amount means the same in each product's own currency: it is read in
 * hundredths, or in thousandths when it has them.
 */
function readOne(column: TableColumn, text: string, lists: ProductLists): ReadOne {
  const isAmount = column.kind === 'money' || column.kind === 'custom_money'
  if (isAmount && currencyInCell(text, null) !== null) {
    return { reason: `${column.label}: type the amount without a currency. Each product keeps its own.` }
  }
  const read = readIn('USD', column, text, lists)
  if (!isAmount || 'value' in read) return read
  const exact = readIn(EXACT_CURRENCY, column, text, lists)
  return 'value' in exact ? { ...exact, amountDigits: minorDigits(EXACT_CURRENCY) } : read
}

function readIn(currency: string, { id, label }: TableColumn, text: string, lists: ProductLists): ReadOne {
  const reader = createRowReader([id], ImportOptions.parse({ currency }), asImportLists(lists))
  const { fields, reasons } = reader.read([text])
  const reason = reasons.find(({ field }) => field !== 'asin')
  if (reason) return { reason: reason.message }
  const custom = fields.custom_values
  const values = typeof custom === 'object' && custom !== null ? Object.values(custom) : Object.values(fields)
  return values.length > 0 ? { value: values[0] } : { reason: `${label}: type a value.` }
}
