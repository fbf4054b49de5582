import type { SelectorData, Target } from '#core/creator-hub/schema.ts'

export type Field = HTMLInputElement | HTMLTextAreaElement
type Root = Document | ShadowRoot

/** The document, and every open shadow root in it. What is in a closed one stays the page's own. */
function* rootsOf(root: Root): Generator<Root> {
  yield root
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* rootsOf(element.shadowRoot)
}

/** All elements that a selector finds, in open shadow roots too. A selector that the browser cannot read finds none. */
function findAll(roots: readonly Root[], selector: string): Element[] {
  try {
    return roots.flatMap((root) => [...root.querySelectorAll(selector)])
  } catch {
    return []
  }
}

/** Whether an element is inside of one that matches, also across the border of a shadow root. */
function isInside(element: Element, selectors: readonly string[]): boolean {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    for (const selector of selectors) if (at.matches(selector)) return true
  }
  return false
}

/** The element around this one; of a shadow root, its host. */
export function parentOf(element: Element): Element | null {
  if (element.parentElement) return element.parentElement
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? root.host : null
}

/** Whether a person sees the element. */
export const isVisible = (element: Element): boolean =>
  element.checkVisibility?.({ visibilityProperty: true, opacityProperty: false }) ?? true

const TEXT_TYPES = new Set(['text', 'search', ''])

/** A field for text that a person could type into now. */
export function isTextField(element: Element): element is Field {
  if (element instanceof HTMLInputElement && !TEXT_TYPES.has(element.getAttribute('type')?.toLowerCase() ?? ''))
    return false
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return false
  return !element.disabled && !element.readOnly && isVisible(element)
}

/** A field for a video file. Pages hide these and show a button instead, so that it is visible is no condition. */
export function isVideoInput(element: Element): element is HTMLInputElement {
  if (!(element instanceof HTMLInputElement) || element.type !== 'file' || element.disabled) return false
  const accepted = element.accept
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  return accepted.length === 0 || accepted.some((part) => /^(?:\*\/\*|video\/.*|\.(?:mp4|mov|m4v|webm))$/.test(part))
}

/**
 * The one element of a target. A selector that finds two usable elements finds none: which of them is meant, only the
 * person can say.
 */
export function findField<E extends Element>(
  target: Target,
  data: SelectorData,
  isUsable: (element: Element) => element is E,
): E | null {
  const roots = [...rootsOf(document)]
  for (const selector of target.selectors) {
    const found = findAll(roots, selector)
      .filter(isUsable)
      .filter((element) => !isInside(element, data.never_inside))
    const [only] = found
    if (only && found.length === 1) return only
    if (found.length > 1) return null
  }
  return null
}

/** Whether the control that opens the target's field is on the page. */
export function isOpenerThere(target: Target): boolean {
  const roots = [...rootsOf(document)]
  return (target.opened_by ?? []).some((selector) => findAll(roots, selector).some(isVisible))
}

/**
 * The element in which the page counts the characters: by the data, or a text such as 12/60 beside a field with that
 * limit. Without a limit only the data says where it is: 0/10 beside a search counts products.
 */
export function findCounter(target: Target, field: Field, limit: number | null): Element | null {
  const roots = [...rootsOf(document)]
  for (const selector of target.counter ?? []) {
    const [found] = findAll(roots, selector)
    if (found) return found
  }
  if (limit === null) return null
  let around = parentOf(field)
  for (let level = 0; around && level < COUNTER_LEVELS; level += 1, around = parentOf(around)) {
    // The innermost one stands last: the text around it may hold more.
    const found = [...around.querySelectorAll('*')].findLast((element) => countedLimit(element) === limit)
    if (found) return found
  }
  return null
}

const COUNTER_LEVELS = 4

const COUNTER = /^\d+ ?(?:\/|of|von|de|di|sur) ?(\d+)(?: \p{L}+)?$/u

/** The limit that a text such as 12/60 or `12 of 60 characters` names. */
function countedLimit({ textContent }: Element): number | null {
  if (textContent.length > 60) return null
  const found = COUNTER.exec(textContent.split(/\s+/).filter(Boolean).join(' '))
  return found ? Number(found[1]) : null
}

/** Every field of the page, for its shape. */
export const allFields = (): Element[] =>
  [...rootsOf(document)].flatMap((root) => [...root.querySelectorAll('input, textarea, select')])
