import { type ReactNode, useId } from 'react'
import { Label } from './label.tsx'

export type FieldWiring = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

type FieldProps = {
  label: string
  hint?: ReactNode
  error?: string | undefined
  /** At the right of the label, such as a counter or a link. */
  aside?: ReactNode
  /** Draws the control with the given ids, so that label, hint and error belong to it. */
  children: (wiring: FieldWiring) => ReactNode
}

/** A label, a control, a hint and an error, connected for screen readers. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <Label htmlFor={id}>{label}</Label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={hintId} className="text-meta text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className="text-meta text-failed" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
