import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'

type CheckboxProps = {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  children: ReactNode
  /** An explanation in a second line. */
  hint?: ReactNode
}

export function Checkbox({ isChecked, onChange, children, hint }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <Radix.Root
        id={id}
        checked={isChecked}
        onCheckedChange={(value) => onChange(value === true)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded border border-line-strong bg-surface data-[state=checked]:border-accent-solid data-[state=checked]:bg-accent-solid"
      >
        <Radix.Indicator>
          <Check className="size-3 text-accent-ink" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <div>
        <label htmlFor={id} className="font-medium">
          {children}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-meta text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
