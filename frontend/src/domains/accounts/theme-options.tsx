import { Monitor, Moon, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Theme } from '#core/accounts/schema.ts'

const named = (value: Theme, icon: ReactNode, label: string) => ({
  value,
  label: (
    <span className="inline-flex items-center gap-2 [&_svg]:size-4">
      {icon}
      {label}
    </span>
  ),
})

/** The three themes, for menus and settings alike. */
export const THEMES: readonly { value: Theme; label: ReactNode }[] = [
  named('light', <Sun key="icon" aria-hidden="true" />, 'Light'),
  named('dark', <Moon key="icon" aria-hidden="true" />, 'Dark'),
  named('system', <Monitor key="icon" aria-hidden="true" />, 'System'),
]
