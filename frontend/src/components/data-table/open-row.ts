import type { MouseEvent } from 'react'

/** The row something stands in; undefined when it is not within `inside` of a row. */
export function idOf(target: EventTarget, inside: string): string | undefined {
  if (!(target instanceof Element) || !target.closest(inside)) return undefined
  return target.closest('[data-row-id]')?.getAttribute('data-row-id') ?? undefined
}

/** What can be pressed inside a row does its own work. */
const PRESSABLE = 'a, button, input, label, [role]'

/** Opens the row that was pressed, unless something in the row was pressed that does its own work. */
export function openRow({ target }: MouseEvent, onOpen: ((id: string) => void) | undefined): void {
  const id = idOf(target, '[data-row-id]')
  if (id && target instanceof Element && !target.closest(PRESSABLE)) onOpen?.(id)
}
