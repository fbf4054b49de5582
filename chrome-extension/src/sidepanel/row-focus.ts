/** Moves the focus to the next (1) or previous (-1) row, `[data-row]`, and stays at the ends. */
export function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = rows[at === -1 ? (step === 1 ? 0 : rows.length - 1) : at + step]
  const target = row?.querySelector<HTMLElement>('[data-row-focus]') ?? row
  target?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** Presses the button marked `data-<action>` in the row with the focus; answers whether there was one. */
export function pressInRow(action: 'complete' | 'skip' | 'download'): boolean {
  const row = document.activeElement?.closest('[data-row]')
  const button = row?.querySelector<HTMLElement>(`[data-${action}]`)
  button?.click()
  return button !== null && button !== undefined
}
