import { type ReactNode, useState } from 'react'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type PasswordFieldProps = {
  label: string
  autoComplete: 'current-password' | 'new-password'
  hint?: string
  error?: string | undefined
  aside?: ReactNode
}

/** A password field with a button that shows the password. */
export function PasswordField({ label, autoComplete, hint, error, aside }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <div className="relative">
          <Input
            {...wiring}
            name="password"
            type={isShown ? 'text' : 'password'}
            autoComplete={autoComplete}
            required
            className="h-10 pr-16"
          />
          <button
            type="button"
            aria-pressed={isShown}
            aria-label="Show password"
            onClick={() => setShown(!isShown)}
            className="absolute inset-y-1 right-1 rounded-control px-2.5 text-table text-muted hover:bg-hover hover:text-ink"
          >
            {isShown ? 'Hide' : 'Show'}
          </button>
        </div>
      )}
    </Field>
  )
}
