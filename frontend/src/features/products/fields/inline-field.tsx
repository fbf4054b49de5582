import { useId, useRef, useState } from 'react'
import { cn } from '#ui/class-names.ts'

type InlineFieldProps = {
  label: string
  /** The stored value as text; '' for no value. */
  value: string
  onSave: (text: string) => void
  /** The error in the text, or null. Wrong text is never saved. */
  check?: (text: string) => string | null
  type?: 'text' | 'date' | 'number'
  placeholder?: string
  /** `wrapped` is one paragraph over several lines, saved with Enter; `many` keeps line breaks, saved with ⌘ Enter. */
  lines?: 'one' | 'wrapped' | 'many'
  /** Shows the used part of the length while editing. */
  maxLength?: number
  /** Below the field, such as a link back to the automatic value. */
  children?: React.ReactNode
}

/** A value that is edited in place: type, then Enter or leave to save, Esc to restore. */
export function InlineField({
  label,
  value,
  onSave,
  check,
  type = 'text',
  placeholder = 'Empty',
  lines = 'one',
  maxLength,
  children,
}: InlineFieldProps) {
  const id = useId()
  const [draft, setDraft] = useState<string>()
  const isCancelled = useRef(false)
  const text = draft ?? value
  const problem = draft === undefined ? null : (check?.(draft.trim()) ?? null)

  function finish() {
    if (isCancelled.current) {
      isCancelled.current = false
      setDraft(undefined)
      return
    }
    if (draft === undefined) return
    const next = lines === 'many' ? draft.trim() : onOneLine(draft)
    if (check?.(next)) return
    setDraft(undefined)
    if (next !== value) onSave(next)
  }

  const control = {
    id,
    value: text,
    placeholder,
    maxLength,
    'aria-invalid': problem ? (true as const) : undefined,
    'aria-describedby': problem ? `${id}-error` : undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setDraft(event.target.value),
    'data-editing': draft !== undefined || undefined,
    onBlur: finish,
    onKeyDown: (event: React.KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (event.key === 'Escape' && draft !== undefined) {
        isCancelled.current = true
        event.currentTarget.blur()
      }
      if (event.key === 'Enter' && (lines !== 'many' || event.metaKey || event.ctrlKey)) {
        event.preventDefault()
        event.currentTarget.blur()
      }
    },
    className: cn(
      'block w-full min-w-0 rounded-control border border-transparent bg-transparent px-2 py-1 transition-colors',
      'hover:border-line focus:border-accent focus:bg-surface aria-invalid:border-failed',
      lines !== 'one' && 'field-sizing-content resize-none',
    ),
  }

  return (
    <div className="grid grid-cols-[112px_1fr] items-start gap-x-2 md:grid-cols-[144px_1fr]">
      <label htmlFor={id} className="py-1 text-table text-muted">
        {label}
      </label>
      <div className="min-w-0">
        <div className="relative">
          {lines === 'one' ? <input {...control} type={type} /> : <textarea {...control} rows={1} />}
          {maxLength !== undefined && draft !== undefined && (
            <span className="absolute top-1.5 right-2 bg-surface pl-1 text-meta text-muted tabular-nums" role="status">
              {text.length} of {maxLength}
            </span>
          )}
        </div>
        {problem && (
          <p id={`${id}-error`} role="alert" className="px-2 pt-0.5 text-meta text-failed">
            {problem}
          </p>
        )}
        {children}
      </div>
    </div>
  )
}

/** Pasted lines as one line. */
const onOneLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ')
