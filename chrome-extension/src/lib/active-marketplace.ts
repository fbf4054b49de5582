import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'

/** The Amazon marketplace of a tab's URL. Null for other sites, and where Chrome hides the URL. */
export function marketplaceOfAddress(address: string | undefined): MarketplaceCode | null {
  if (!address || !URL.canParse(address)) return null
  const { protocol, host } = new URL(address)
  return protocol === 'https:' ? marketplaceOfHost(host) : null
}

/** Calls back as `watchActiveTab` does, with the tab's Amazon marketplace. */
export const watchActiveMarketplace = (listener: (code: MarketplaceCode | null) => void): (() => void) =>
  watchActiveTab((tab) => listener(marketplaceOfAddress(tab?.url)))

/**
 * Calls back at once, and whenever the active tab of this window changes or loads. The panel itself, opened as a tab,
 * is no site: undefined at first, and later it changes nothing. Answers a function that stops this.
 */
export function watchActiveTab(listener: (tab: chrome.tabs.Tab | undefined) => void): () => void {
  let isStopped = false
  let hasLooked = false
  const look = async () => {
    const [[tab], ownTab] = await Promise.all([
      chrome.tabs.query({ active: true, currentWindow: true }),
      chrome.tabs.getCurrent(),
    ])
    const isOwn = tab?.id !== undefined && tab.id === ownTab?.id
    const isNews = !hasLooked || !isOwn
    hasLooked = true
    if (!isStopped && isNews) listener(isOwn ? undefined : tab)
  }
  // A tab or window can close between the event and the query; the next event queries again.
  const onChange = () => void look().catch(() => {})
  const onUpdated = (_id: number, change: { url?: string | undefined; status?: string | undefined }) => {
    if (change.url !== undefined || change.status === 'complete') onChange()
  }
  chrome.tabs.onActivated.addListener(onChange)
  chrome.tabs.onUpdated.addListener(onUpdated)
  onChange()
  return () => {
    isStopped = true
    chrome.tabs.onActivated.removeListener(onChange)
    chrome.tabs.onUpdated.removeListener(onUpdated)
  }
}

/** Opens a URL in the tab beside the panel; in a new one when the panel is a tab itself. */
export async function openBeside(url: string): Promise<void> {
  const [[tab], ownTab] = await Promise.all([
    chrome.tabs.query({ active: true, currentWindow: true }),
    chrome.tabs.getCurrent(),
  ])
  if (tab?.id === undefined || tab.id === ownTab?.id) await chrome.tabs.create({ url })
  else await chrome.tabs.update(tab.id, { url })
}
