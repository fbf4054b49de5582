import { useReducer } from 'react'
import type { Design } from '#core/thumbnails/design.ts'

const MOST_STEPS = 100
/** Changes of one kind within a moment are one step: a drag, or a held arrow key. */
const SAME_STEP_MS = 500

type History = { past: Design[]; now: Design; future: Design[]; changedAtMs: number }
type Act =
  | { type: 'change'; design: Design; atMs: number }
  | { type: 'reset'; design: Design }
  | { type: 'undo' }
  | { type: 'redo' }

function act(history: History, action: Act): History {
  const { past, now, future } = history
  if (action.type === 'reset') return { past: [], now: action.design, future: [], changedAtMs: 0 }
  if (action.type === 'undo') {
    const before = past.at(-1)
    return before ? { past: past.slice(0, -1), now: before, future: [now, ...future], changedAtMs: 0 } : history
  }
  if (action.type === 'redo') {
    const [next, ...rest] = future
    return next ? { past: [...past, now], now: next, future: rest, changedAtMs: 0 } : history
  }
  const isSameStep = action.atMs - history.changedAtMs < SAME_STEP_MS && past.length > 0
  return {
    past: isSameStep ? past : [...past, now].slice(-MOST_STEPS),
    now: action.design,
    future: [],
    changedAtMs: action.atMs,
  }
}

/** A design that is being changed, with its steps back and forth. */
export function useDesign(initial: Design) {
  const [{ past, now, future }, dispatch] = useReducer(act, { past: [], now: initial, future: [], changedAtMs: 0 })
  return {
    design: now,
    change: (design: Design) => dispatch({ type: 'change', design, atMs: Date.now() }),
    reset: (design: Design) => dispatch({ type: 'reset', design }),
    undo: past.length > 0 ? () => dispatch({ type: 'undo' }) : null,
    redo: future.length > 0 ? () => dispatch({ type: 'redo' }) : null,
  }
}
