import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'
import { menuItemStyle, menuStyle } from '#ui/dropdown-menu.tsx'
import type { FieldWiring } from '#ui/field.tsx'
import { inputStyle } from '#ui/input.tsx'

type SelectOption<Value extends string> = { value: Value; label: string; icon?: ReactNode }

type SelectProps<Value extends string> = Partial<FieldWiring> & {
  value: Value
  onChange: (value: Value) => void
  options: readonly SelectOption<Value>[]
  /** Needed when no label element names it. */
  label?: string
  className?: string
}

/** A choice from a few options. Values may not be empty texts (Radix reserves them): use "all" or "none". */
export function Select<Value extends string>({
  value,
  onChange,
  options,
  label,
  className,
  ...wiring
}: SelectProps<Value>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onChange(option.value)
      }}
    >
      <Radix.Trigger
        {...wiring}
        aria-label={label}
        className={cn(
          inputStyle,
          'inline-flex h-8 items-center justify-between gap-2 px-2.5 text-left',
          className ?? 'w-full',
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value />
        </span>
        <ChevronDown className="size-4 shrink-0 text-faint" aria-hidden="true" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className={cn(menuStyle, 'max-h-80')}>
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={cn(menuItemStyle, 'pr-8')}>
                <Radix.ItemText>
                  <span className="inline-flex items-center gap-2">
                    {option.icon}
                    {option.label}
                  </span>
                </Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check className="size-4" />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
