import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type EmailFieldProps = { error?: string | undefined; defaultValue?: string; hint?: string }

export function EmailField({ error, defaultValue, hint }: EmailFieldProps) {
  return (
    <Field label="Email" error={error} hint={hint}>
      {(wiring) => (
        <Input
          {...wiring}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          defaultValue={defaultValue}
          required
          className="h-10"
        />
      )}
    </Field>
  )
}
