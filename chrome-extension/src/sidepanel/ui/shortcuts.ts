import { useEffect, useEffectEvent } from 'react'

/** Keys by what is pressed: `j`, `/`, `?`, `escape`, in lower case. */
export type Shortcuts = Record<string, () => void>

/** Listens to keys while the component is there. Keys typed into a field, or while a dialog or menu is open, are left alone. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const run = useEffectEvent((event: KeyboardEvent) => {
    const shortcut = shortcuts[event.key.toLowerCase()]
    if (!shortcut || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.isComposing)
      return
    if (isTaken(event)) return
    event.preventDefault()
    shortcut()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => run(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isTaken({ target }: KeyboardEvent): boolean {
  if (target instanceof HTMLElement && target.closest('input, textarea, select, [role="menu"]')) return true
  return document.querySelector('[role="dialog"], [role="menu"]') !== null
}

/** Moves the focus to the next (1) or previous (-1) row, `[data-row]`, and stays at the ends. */
export function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
  const target = row?.querySelector<HTMLElement>('[data-row-focus]') ?? row
  target?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** Presses the button marked `data-<action>` in the row that has the focus; answers whether there was one. */
export function pressInRow(action: 'complete' | 'skip' | 'download'): boolean {
  const row = document.activeElement?.closest('[data-row]')
  const button = row?.querySelector<HTMLElement>(`[data-${action}]`)
  button?.click()
  return button !== null && button !== undefined
}
