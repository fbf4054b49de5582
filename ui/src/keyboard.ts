import { useEffect, useEffectEvent } from 'react'

/** Keys by what is pressed: `j`, `/`, `?`, `mod+k` (⌘ or Ctrl), `g p` (one after the other). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const SEQUENCE_MS = 900

/**
 * Listens to keys for as long as the component is there. Keys typed into a field, or while a dialog or menu is open,
 * are left alone, except with ⌘ or Ctrl; those that edit text belong to the text field all the same.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const run = useEffectEvent((event: KeyboardEvent, before: string | undefined) => {
    const key = keyOf(event)
    const handler = (before && shortcuts[`${before} ${key}`]) || shortcuts[key]
    if (!handler) return
    if (isWithMod(event) ? EDITS_TEXT.has(key) && isInText(event) : isTaken(event)) return
    event.preventDefault()
    handler(event)
  })

  useEffect(() => {
    let before: { key: string; at: number } | undefined
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return
      const isFresh = before && event.timeStamp - before.at < SEQUENCE_MS
      run(event, isFresh ? before?.key : undefined)
      before = { key: keyOf(event), at: event.timeStamp }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

const isWithMod = (event: KeyboardEvent) => event.metaKey || event.ctrlKey

// Without ⌘ or Ctrl the shift key is part of the character (`?`); with it, ⇧⌘Z must not be taken for ⌘Z.
const keyOf = (event: KeyboardEvent) =>
  (isWithMod(event) ? `mod+${event.shiftKey ? 'shift+' : ''}` : '') +
  (event.key.length === 1 ? event.key.toLowerCase() : event.key)

const EDITS_TEXT = new Set(['mod+z'])
const HOLDS_NO_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'file', 'color', 'range'])

function isInText({ target }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !HOLDS_NO_TEXT.has(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement
}

function isTaken(event: KeyboardEvent): boolean {
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  // A tick box takes nothing but Space.
  if (target instanceof HTMLInputElement && HOLDS_NO_TEXT.has(target.type) && event.key !== ' ') return isOverlaid()
  if (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="menu"]'))
    return true
  return isOverlaid()
}

const isOverlaid = () => document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null

/** The key people see on their machine for `mod`. */
export const modKey = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl')
