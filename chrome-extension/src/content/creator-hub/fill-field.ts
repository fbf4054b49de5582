import type { Target } from '#core/creator-hub/schema.ts'
import { cutText } from '#core/text.ts'
import type { FillResult } from '../../creator-hub/states.ts'
import { type Field, findCounter, isVisible } from './find-element.ts'

/** How long after a fill it is read back: when the page's script has answered, and once more when it was slow. */
const READ_BACK_MS = [300, 1000] as const

/** Waits until so many milliseconds after a fill; tests decide themselves when that is. */
export type WaitUntil = (ms: number) => Promise<void>

export const afterNow = (): WaitUntil => {
  const start = performance.now()
  return (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, start + ms - performance.now())))
}

/** A title on one line, in at most as many characters as the field takes, by the field's own way of counting. */
export function titleFor(field: Field, title: string, maxLength: number): string {
  // maxlength counts UTF-16 units, as cutText does; the cut never goes through an emoji or an accent.
  const limit = field.maxLength > 0 ? Math.min(field.maxLength, maxLength) : maxLength
  return cutText(title.replace(/\s+/g, ' ').trim(), limit).trimEnd()
}

/** Writes a text into a field as typing would, and reads back what became of it. */
export async function fillField(
  field: Field,
  text: string,
  { target, limit, waitUntil }: { target: Target; limit: number | null; waitUntil: WaitUntil },
): Promise<'filled' | 'undone' | 'not_taken'> {
  const counter = findCounter(target, field, limit)
  setValue(field, text)
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertText', data: text }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
  for (const ms of READ_BACK_MS) {
    await waitUntil(ms)
    if (!field.isConnected || field.value !== text) return 'undone'
  }
  return counter?.isConnected && !countsText(counter.textContent, text, limit) ? 'not_taken' : 'filled'
}

// Frameworks replace `value` on the element to notice changes by scripts; the browser's own setter passes by them, and
// the event that follows is then a change to them.
function setValue(field: Field, text: string): void {
  const owner = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement
  const { set } = Object.getOwnPropertyDescriptor(owner.prototype, 'value') ?? {}
  if (set) set.call(field, text)
  else field.value = text
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Whether a counter shows the length of the text, or what is left of the limit, however the page counts. */
function countsText(shown: string, text: string, limit: number | null): boolean {
  const number = Number(/\d+/.exec(shown)?.[0] ?? Number.NaN)
  if (Number.isNaN(number)) return true
  const lengths = [
    text.length,
    [...text].length,
    [...graphemes.segment(text)].length,
    new TextEncoder().encode(text).length,
  ]
  return lengths.some((length) => number === length || number === (limit ?? 0) - length)
}

/**
 * Puts a file into a field and announces it once. The field is never clicked: Chrome may answer that with a second,
 * empty change, and the page would forget the file.
 */
export async function attachFile(input: HTMLInputElement, file: File, waitUntil: WaitUntil): Promise<FillResult> {
  const wasVisible = isVisible(input)
  const nameWas = pageShows(file.name)
  const transfer = new DataTransfer()
  transfer.items.add(file)
  let hasReacted = false
  const observer = new MutationObserver(() => {
    hasReacted = true
  })
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  input.files = transfer.files
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
  for (const ms of READ_BACK_MS) await waitUntil(ms)
  hasReacted ||= observer.takeRecords().length > 0
  observer.disconnect()
  const isHeld = input.isConnected && input.files?.[0]?.name === file.name && input.files[0].size === file.size
  // Pages empty or replace the field once they have read the file; then they show its name.
  const isShown = !nameWas && pageShows(file.name)
  if (!isHeld && !isShown) return { outcome: 'undone' }
  // The browser shows a visible field's file. A hidden one's only the page can show, so a page that stays as it was has
  // not noticed it.
  if (isHeld && !wasVisible && !hasReacted) return { outcome: 'not_taken' }
  return { outcome: 'filled', value: file.name, is_cut: false }
}

const pageShows = (name: string) => document.body.textContent.includes(name)
