import { useSyncExternalStore } from 'react'

/**
 * The side panel's content script sets this attribute on the dashboard's root element once a person is signed in there.
 */
const MARK = 'opsyncproPanel'

/** Whether the side panel is installed in this browser and signed in. */
export function useHasSidePanel(): boolean {
  return useSyncExternalStore(subscribe, () => document.documentElement.dataset[MARK] === 'signed-in')
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-opsyncpro-panel'] })
  return () => observer.disconnect()
}
