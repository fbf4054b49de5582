import { useSyncExternalStore } from 'react'
import { type HubTab, watchHubTab } from '../../creator-hub/watch-tab.ts'

// Every row shows the same tab, so one watch serves them all while any is on screen.
const listeners = new Set<() => void>()
let current: HubTab = null
let stop: (() => void) | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  stop ??= watchHubTab((tab) => {
    current = tab
    for (const each of listeners) each()
  })
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = undefined
    current = null
  }
}

/** The page of Creator Hub beside the panel, with what its script sees; null on every other page. */
export const useHubTab = (): HubTab => useSyncExternalStore(subscribe, () => current)
