import { hubMarketplaceOf } from '#core/creator-hub/find-page.ts'
import type { SelectorData } from '#core/creator-hub/schema.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { watchActiveTab } from '../lib/active-marketplace.ts'
import { askTab, TabUnreachableError } from './ask-tab.ts'
import { reportShape } from './report-shape.ts'
import { currentSelectors, freshSelectors } from './selectors.ts'
import type { HubState } from './states.ts'

/** The page of Creator Hub beside the panel; null on every other page. `unreachable`: the tab has to be reloaded. */
export type HubTab = {
  tabId: number
  marketplace: MarketplaceCode
  selectors: SelectorData
  seen: HubState | { state: 'unreachable' }
} | null

/** A page that is loading has no script yet. */
const RETRY_MS = 200
const RETRIES = 10

type Listener = (tab: HubTab) => void

/**
 * Calls back with the page of Creator Hub beside the panel, whenever what its script sees changes. Answers a function
 * that stops this.
 */
export function watchHubTab(listener: Listener): () => void {
  let round = 0
  let selectors = currentSelectors()
  void selectors.then(() => {
    selectors = freshSelectors()
  })

  async function follow(tabId: number, marketplace: MarketplaceCode, isCurrent: () => boolean) {
    let seen: number | null = null
    let failures = 0
    while (isCurrent()) {
      const data = await selectors
      try {
        const state: HubState = await askTab(tabId, 'creator-hub/watch', { selectors: data, seen })
        if (!isCurrent()) return
        failures = 0
        if (state.revision !== seen) {
          listener({ tabId, marketplace, selectors: data, seen: state })
          reportShape(state)
        }
        seen = state.revision
      } catch (error) {
        if (!isCurrent()) return
        failures += 1
        seen = null
        const isGone = !(error instanceof TabUnreachableError) || failures > RETRIES
        if (isGone) return listener({ tabId, marketplace, selectors: data, seen: { state: 'unreachable' } })
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  const stop = watchActiveTab((tab) => {
    round += 1
    const mine = round
    const marketplace = hubMarketplaceOf(tab?.url)
    if (tab?.id === undefined || !marketplace) listener(null)
    else void follow(tab.id, marketplace, () => mine === round)
  })
  return () => {
    round += 1
    stop()
  }
}
