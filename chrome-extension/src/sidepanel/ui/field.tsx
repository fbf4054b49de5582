import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from './class-names.ts'

/** Shared by every field. */
export const inputStyle = [
  'h-8 w-full min-w-0 rounded-control border border-line bg-surface px-2.5 text-ink transition-colors',
  'hover:border-line-strong focus-visible:border-accent focus-visible:outline-offset-0',
  'aria-invalid:border-failed disabled:cursor-not-allowed disabled:opacity-60',
].join(' ')

type FieldProps = ComponentProps<'input'> & { label: string; hint?: ReactNode; error?: string | undefined }

/** A label, a text field, a hint and what is wrong with it, wired for screen readers. */
export function Field({ label, hint, error, className, ...rest }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-table font-medium">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? noteId : undefined}
        className={inputStyle}
      />
      {note && (
        <p
          id={noteId}
          role={error ? 'alert' : undefined}
          className={cn('text-meta', error ? 'text-failed' : 'text-muted')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
