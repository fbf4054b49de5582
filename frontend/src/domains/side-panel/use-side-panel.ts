import { useSyncExternalStore } from 'react'

/**
 * The side panel in this browser, as its script on this page says it. `none`: it is not installed here. `reload`: it was
 * updated while this page was open, and only a reload brings the new script.
 */
export type SidePanel = { state: 'none' | 'signed-out' | 'signed-in' | 'reload'; version: string | null }

/** The attributes that the script sets on the root element. */
const ATTRIBUTES = ['data-opsyncpro-panel', 'data-opsyncpro-panel-version']
const STATES = ['signed-out', 'signed-in', 'reload'] as const

/** Whether the side panel is installed in this browser, in which version, and whether a person is signed in there. */
export function useSidePanel(): SidePanel {
  const { opsyncproPanel, opsyncproPanelVersion } = JSON.parse(useSyncExternalStore(subscribe, read))
  const state = STATES.find((known) => known === opsyncproPanel) ?? 'none'
  return { state, version: opsyncproPanelVersion ?? null }
}

// One text, because React compares what it read before with what it reads now.
const read = () => {
  const { opsyncproPanel, opsyncproPanelVersion } = document.documentElement.dataset
  return JSON.stringify({ opsyncproPanel, opsyncproPanelVersion })
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ATTRIBUTES })
  return () => observer.disconnect()
}
