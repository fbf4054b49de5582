import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'

/** The Amazon country of a tab's address. Null anywhere else, and where Chrome does not tell us the address. */
export function marketplaceOfAddress(address: string | undefined): MarketplaceCode | null {
  if (!address || !URL.canParse(address)) return null
  const { protocol, host } = new URL(address)
  return protocol === 'https:' ? marketplaceOfHost(host) : null
}

/**
 * Tells at once, and whenever the active tab of this window changes, which Amazon country it shows. The panel itself,
 * opened as a tab, is no site and changes nothing. Answers how to stop.
 */
export function watchActiveMarketplace(listener: (code: MarketplaceCode | null) => void): () => void {
  let isStopped = false
  const look = async () => {
    const [[tab], ownTab] = await Promise.all([
      chrome.tabs.query({ active: true, currentWindow: true }),
      chrome.tabs.getCurrent(),
    ])
    const isOwn = tab?.id !== undefined && tab.id === ownTab?.id
    if (!isStopped && !isOwn) listener(marketplaceOfAddress(tab?.url))
  }
  // A tab or window can go between the event and the question; the next event asks again.
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

/** Opens an address in the tab beside the panel; in a new one when the panel is a tab itself. */
export async function openBeside(url: string): Promise<void> {
  const [[tab], ownTab] = await Promise.all([
    chrome.tabs.query({ active: true, currentWindow: true }),
    chrome.tabs.getCurrent(),
  ])
  if (tab?.id === undefined || tab.id === ownTab?.id) await chrome.tabs.create({ url })
  else await chrome.tabs.update(tab.id, { url })
}
