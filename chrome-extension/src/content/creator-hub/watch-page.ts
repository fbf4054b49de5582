import type { SelectorData } from '#core/creator-hub/schema.ts'
import type { HubState } from '../../creator-hub/states.ts'
import { type Inspection, inspectPage, shapeOfPage } from './inspect.ts'

/** A page whose script draws its form later gets this long before it counts as changed. */
const LOADING_MS = 250
/** At the latest the panel asks again; a worker or panel that vanished leaves nothing behind. */
const LONGEST_ANSWER_MS = 20_000
/** How often a busy page is inspected again at most. */
const PAUSE_MS = 200
/** Shadow roots and addresses change without a mutation of the document. */
const INTERVAL_MS = 1000

type Known = { data: SelectorData; state: HubState; text: string }

/** Watches this page for the panel: each state has a revision, and a question waits for a newer one. */
export function createPageWatch(now = () => performance.now()) {
  let known: Known | undefined
  let revision = 0
  let path = ''
  let arrivedAt = now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const waiting = new Set<() => void>()
  const observer = new MutationObserver(() => inspectSoon())

  const inspectSoon = (ms = PAUSE_MS) => {
    timer ??= setTimeout(() => {
      timer = undefined
      if (waiting.size > 0 && known) void inspect(known.data)
    }, ms)
  }

  async function inspect(data: SelectorData): Promise<HubState> {
    if (location.pathname !== path) {
      path = location.pathname
      arrivedAt = now()
    }
    const seen = await stateOf(inspectPage(data), data.version)
    const text = JSON.stringify(seen)
    if (known?.text !== text) {
      revision += 1
      known = { data, state: { ...seen, revision }, text }
      for (const answer of waiting) answer()
    } else known.data = data
    return known.state
  }

  async function stateOf(seen: Inspection, version: number): Promise<WithoutRevision> {
    if (!seen.page) return { state: 'not_this_page' }
    const { marketplace, targets } = seen
    const page = seen.page.kind
    const opened_at = Math.round(performance.timeOrigin)
    const isChanged = Object.values(targets).includes('changed')
    const left = arrivedAt + LOADING_MS - now()
    if (isChanged && left > 0) {
      inspectSoon(left)
      return { state: 'loading', marketplace, page, opened_at, targets, shape: null, version }
    }
    const shape = isChanged ? await shapeOfPage() : null
    return { state: isChanged ? 'changed' : 'works', marketplace, page, opened_at, targets, shape, version }
  }

  return {
    /** The state, as soon as it is another one than `seen`. */
    async next(data: SelectorData, seen: number | null): Promise<HubState> {
      observer.observe(document, { subtree: true, childList: true, attributes: true })
      const first = await inspect(data)
      if (first.revision !== seen && first.state !== 'loading') return first
      await new Promise<void>((resolve) => {
        const answer = () => {
          if (known?.state.state === 'loading') return
          end()
        }
        const end = () => {
          clearTimeout(longest)
          clearInterval(regular)
          waiting.delete(answer)
          resolve()
        }
        const longest = setTimeout(end, LONGEST_ANSWER_MS)
        const regular = setInterval(() => inspectSoon(0), INTERVAL_MS)
        waiting.add(answer)
        inspectSoon(first.state === 'loading' ? Math.max(0, arrivedAt + LOADING_MS - now()) : PAUSE_MS)
      })
      return known?.state ?? first
    },
    stop: () => {
      observer.disconnect()
      clearTimeout(timer)
    },
  }
}

type WithoutRevision = HubState extends infer S ? (S extends { revision: number } ? Omit<S, 'revision'> : never) : never
