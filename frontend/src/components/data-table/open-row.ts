import type { MouseEvent } from 'react'

/** The row around an element; undefined when the element is not within `inside` of a row. */
export function idOf(target: EventTarget, inside: string): string | undefined {
  if (!(target instanceof Element) || !target.closest(inside)) return undefined
  return target.closest('[data-row-id]')?.getAttribute('data-row-id') ?? undefined
}

/** Controls inside a row, which handle their own presses. */
const PRESSABLE = 'a, button, input, label, [role]'

/** Opens the pressed row, unless the press was on a control inside the row. */
export function openRow({ target }: MouseEvent, onOpen: ((id: string) => void) | undefined): void {
  const id = idOf(target, '[data-row-id]')
  if (id && target instanceof Element && !target.closest(PRESSABLE)) onOpen?.(id)
}
