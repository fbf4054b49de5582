import { useEffect, useEffectEvent } from 'react'

/** Shortcuts by key: `j`, `/`, `?`, `mod+k` (⌘ or Ctrl), `g p` (one after the other). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>

const SEQUENCE_MS = 900

/**
 * Listens to shortcuts while the component is mounted. Keys typed into a field, or while a dialog or menu is open, are
 * ignored, except with ⌘ or Ctrl; shortcuts that edit text always belong to the text field. Holding a key down runs its
 * shortcut once.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const run = useEffectEvent((event: KeyboardEvent, before: string | undefined) => {
    const key = keyOf(event)
    const handler = (before && shortcuts[`${before} ${key}`]) || shortcuts[key]
    if (!handler) return
    if (isWithMod(event) ? EDITS_TEXT.has(key) && isInText(event) : isTaken(event)) return
    event.preventDefault()
    if (!event.repeat || MOVES.has(key)) handler(event)
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

// A key that is held down moves on through the rows; any other shortcut runs once, because it changes something.
const MOVES = new Set(['j', 'k'])

const isWithMod = (event: KeyboardEvent) => event.metaKey || event.ctrlKey

// Without ⌘ or Ctrl the shift key is part of the character (`?`); with it, ⇧⌘Z must differ from ⌘Z.
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
  // A checkbox uses only Space.
  if (target instanceof HTMLInputElement && HOLDS_NO_TEXT.has(target.type) && event.key !== ' ') return isOverlaid()
  if (target.isContentEditable || target.closest('input, textarea, select, [role="combobox"], [role="menu"]'))
    return true
  return isOverlaid()
}

const isOverlaid = () => document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null

/** The name of `mod` on this machine. */
export const modKey = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl')
