import { useShortcuts } from '#ui/keyboard.ts'

/** Every row's link carries this attribute; the browser handles Enter on the link. */
const ROW_LINK = '[data-row-link]'

/** j and k move through the rows, / focuses the search field. */
export function useRowKeys(): void {
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    '/': () => document.querySelector<HTMLElement>('input[type="search"]')?.focus(),
  })
}

function move(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(ROW_LINK)]
  const focused = document.activeElement
  const current = focused instanceof HTMLElement ? links.indexOf(focused) : -1
  const next = current === -1 ? (step === 1 ? 0 : links.length - 1) : current + step
  const link = links[Math.min(Math.max(next, 0), links.length - 1)]
  link?.focus()
  link?.scrollIntoView({ block: 'nearest' })
}
