import { useId, useRef, useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import { choicesOf, type ProductLists } from '../product-lists.ts'
import { isAtEnd, isChosen } from './cell.tsx'
import { cellText, cellValue } from './cell-values.ts'
import type { TableColumn } from './table-columns.ts'

/** Where the cursor moves after an edit. */
export type Step = 'down' | 'right' | 'left' | 'stay'

export type EditorProps = {
  product: SourcedProduct
  column: TableColumn
  lists: ProductLists
  /** The text that started the edit; undefined edits the stored value. */
  initialText: string | undefined
  /** Why the text cannot be saved, or null. */
  check: (text: string) => string | null
  /** `text` of a typed cell. */
  onText: (text: string, step: Step) => void
  /** Ids of a cell with a list; no id clears it. */
  onChoice: (ids: readonly string[], step: Step) => void
  onCancel: () => void
}

/** Covers a cell while the person edits it; mounted only then. */
export function CellEditor(props: EditorProps) {
  if (isChosen(props.column))
    return props.column.kind === 'owners' ? <OwnersEditor {...props} /> : <ChoiceEditor {...props} />
  return <TextEditor {...props} />
}

const WRAPPED = new Set(['notes', 'requirements', 'important_date_comment', 'follow_up_note'])

function TextEditor({ product, column, lists, initialText, check, onText, onCancel }: EditorProps) {
  const id = useId()
  const isWrapped = WRAPPED.has(column.id) || column.kind === 'custom_text'
  const isDay = column.kind === 'day' || column.kind === 'custom_date'
  const [text, setText] = useState(initialText ?? cellText(product, column, lists))
  const [problem, setProblem] = useState<string | null>(null)
  const isOver = useRef(false)

  function finish(step: Step, isLeaving = false) {
    if (isOver.current) return
    const found = text.trim() === '' ? null : check(text)
    if (found && !isLeaving) {
      setProblem(found)
      return
    }
    isOver.current = true
    onText(text, step)
  }

  function onKeyDown(event: React.KeyboardEvent) {
    // The grid below would handle the keys otherwise.
    event.stopPropagation()
    if (event.key === 'Escape') {
      event.preventDefault()
      isOver.current = true
      onCancel()
    }
    if (event.key === 'Tab') {
      event.preventDefault()
      finish(event.shiftKey ? 'left' : 'right')
    }
    if (event.key === 'Enter' && !(isWrapped && event.shiftKey) && !event.nativeEvent.isComposing) {
      event.preventDefault()
      finish('down')
    }
  }

  const control = {
    autoFocus: true,
    'aria-label': `${column.label} of ${product.asin}`,
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': problem ? id : undefined,
    'data-editing': true,
    value: text,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setText(event.target.value)
      setProblem(null)
    },
    onKeyDown,
    onFocus: (event: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (initialText === undefined && !isDay) event.currentTarget.select()
    },
    onBlur: () => finish('stay', true),
    className: cn(
      'absolute inset-0 z-20 size-full border-2 border-accent bg-surface px-2 text-table outline-none aria-invalid:border-failed',
      isAtEnd(column) && 'text-right tabular-nums',
    ),
  }
  return (
    <>
      {isWrapped ? (
        <textarea {...control} className={cn(control.className, 'h-28 min-w-60 resize-none py-1.5 shadow-float')} />
      ) : (
        <input {...control} type={isDay && isDayText(text) ? 'date' : 'text'} />
      )}
      {problem && (
        <p
          id={id}
          role="alert"
          className="absolute top-full left-0 z-30 w-max max-w-72 rounded-control border border-failed bg-surface px-2 py-1 text-meta text-failed shadow-float"
        >
          {problem}
        </p>
      )}
    </>
  )
}

// A date that is typed over starts as text: "22 Nov 2026" and "22.11.2026" are read as in an import.
const isDayText = (text: string) => text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text)

const NONE = 'none'

function ChoiceEditor({ product, column, lists, initialText, onChoice, onCancel }: EditorProps) {
  const value = cellValue(product, column.id)
  const current = typeof value === 'string' ? value : NONE
  const options = (choicesOf(column.id, lists) ?? [])
    .filter(({ is_hidden, id }) => !is_hidden || id === current)
    .map(({ id, name, color }) => ({ value: id, label: name, ...(color && { icon: <StatusDot color={color} /> }) }))
  const none = { value: NONE, label: column.kind === 'status' ? 'No status' : `No ${column.label.toLowerCase()}` }
  return (
    <EditorPopover label={`${column.label} of ${product.asin}`} onClose={onCancel}>
      <PickerList
        label={column.label}
        options={[...options, none]}
        chosen={[current]}
        initialSearch={initialText ?? ''}
        onChoose={(id) => onChoice(id === NONE ? [] : [id], 'stay')}
      />
    </EditorPopover>
  )
}

function OwnersEditor({ product, column, lists, initialText, onChoice, onCancel }: EditorProps) {
  const [ids, setIds] = useState(() => product.owners.map(({ owner_id }) => owner_id))
  const before = product.owners.map(({ owner_id }) => owner_id)
  const options = lists.owners
    .filter(({ is_hidden, id }) => !is_hidden || before.includes(id))
    .map(({ id, name, color }) => ({
      value: id,
      label: name,
      icon: <StatusDot color={color} />,
      ...(ids[0] === id && { hint: <span className="text-meta text-muted">Primary</span> }),
    }))
  const close = () => (ids.join() === before.join() ? onCancel() : onChoice(ids, 'stay'))
  return (
    <EditorPopover label={`${column.label} of ${product.asin}`} onClose={close}>
      <PickerList
        label={column.label}
        options={options}
        chosen={ids}
        isMulti
        initialSearch={initialText ?? ''}
        emptyWords={lists.owners.length === 0 ? 'No owners yet. Add them in Settings.' : 'No matches.'}
        onChoose={(id) => setIds(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])}
      />
      <p className="border-t border-line px-3 py-1.5 text-meta text-muted">The first is primary. Esc saves.</p>
    </EditorPopover>
  )
}

type EditorPopoverProps = { label: string; onClose: () => void; children: React.ReactNode }

function EditorPopover({ label, onClose, children }: EditorPopoverProps) {
  return (
    <Popover
      label={label}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      // The grid moves the focus back into the cell.
      onReturnFocus={() => {}}
      anchor={<span className="absolute inset-0" />}
      className="w-60"
    >
      {children}
    </Popover>
  )
}
