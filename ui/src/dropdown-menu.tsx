import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

/** Classes of floating surfaces: menus, selects, the palette. */
export const menuStyle =
  'z-50 min-w-44 overflow-hidden rounded-card border border-line bg-surface text-body text-ink shadow-float animate-rise-in'

export const menuItemStyle = cn(
  'relative flex h-8 cursor-default select-none items-center gap-2 rounded-control px-2 outline-none',
  'data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0',
)

type MenuProps = {
  /** The button that opens the menu; it accepts a ref and the props of a button. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'bottom' | 'right'
}

export function Menu({ trigger, children, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(menuStyle, 'max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto p-1')}
          // A click on a row's menu must not also open the row.
          onClick={(event) => event.stopPropagation()}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

type MenuItemProps = { onSelect: () => void; children: ReactNode; tone?: 'danger'; isDisabled?: boolean }

export function MenuItem({ onSelect, children, tone, isDisabled = false }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      disabled={isDisabled}
      className={cn(menuItemStyle, tone === 'danger' && 'text-failed', isDisabled && 'opacity-50')}
    >
      {children}
    </Radix.Item>
  )
}

type MenuChoiceProps<Value extends string> = {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode }[]
}

/** One of several options, marked. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
  return (
    <Radix.RadioGroup value={value} aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          onSelect={() => onChange(option.value)}
          className={cn(menuItemStyle, 'pr-8')}
        >
          {option.label}
          <Radix.ItemIndicator className="absolute right-2">
            <Check />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-meta font-medium text-muted">{children}</Radix.Label>
}

export const MenuSeparator = () => <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
