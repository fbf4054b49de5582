import { creatorHubContract } from '#core/creator-hub/contract.ts'
import { SelectorData, type SignedSelectors } from '#core/creator-hub/schema.ts'
import bundled from '#core/creator-hub/selectors.json' with { type: 'json' }
import { verifySelectors } from '#core/creator-hub/signature.ts'
import { api } from '../lib/api.ts'
import { selectorsItem } from './items.ts'

export const BUNDLED_SELECTORS: SelectorData = SelectorData.parse(bundled)

/** Of the server this build belongs to. Without one, the panel keeps the selectors that it came with. */
const PUBLIC_KEY = import.meta.env?.CREATOR_HUB_PUBLIC_KEY ?? ''

/** The data of a signed answer, when it is genuine, readable in this browser and newer than the package's. */
async function usable(signed: SignedSelectors, publicKey: string): Promise<SelectorData | null> {
  const data = await verifySelectors(signed, publicKey)
  return data && data.version > BUNDLED_SELECTORS.version && isReadable(data) ? data : null
}

/** Whether this browser parses every selector. */
function isReadable(data: SelectorData): boolean {
  const parsed = document.createDocumentFragment()
  const targets = data.pages.flatMap(({ targets }) => Object.values(targets))
  const selectors = targets.flatMap((target) => [
    ...target.selectors,
    ...(target.opened_by ?? []),
    ...(target.counter ?? []),
  ])
  try {
    for (const selector of [...data.never_inside, ...selectors]) parsed.querySelector(selector)
    return true
  } catch {
    return false
  }
}

/** The newest selectors that this panel has. */
export async function currentSelectors(publicKey = PUBLIC_KEY): Promise<SelectorData> {
  const { signed } = await selectorsItem.read()
  return (signed && (await usable(signed, publicKey))) || BUNDLED_SELECTORS
}

/**
 * Asks the server for newer selectors and keeps them; an older or equal version replaces nothing. Never throws: without
 * an answer the panel continues with what it has.
 */
export async function refreshSelectors(publicKey = PUBLIC_KEY): Promise<SelectorData> {
  try {
    const answer = await api(creatorHubContract.selectors, {})
    const offered = await usable(answer, publicKey)
    const current = await currentSelectors(publicKey)
    if (!offered || offered.version <= current.version) return current
    await selectorsItem.write({ signed: { selectors: answer.selectors, signature: answer.signature } })
    return offered
  } catch {
    return currentSelectors(publicKey)
  }
}

const FRESH_MS = 60 * 60_000
let latest: { at: number; selectors: Promise<SelectorData> } | undefined

/** `refreshSelectors`, at most once an hour while the panel is open. */
export function freshSelectors(nowMs = Date.now()): Promise<SelectorData> {
  if (!latest || nowMs - latest.at > FRESH_MS) latest = { at: nowMs, selectors: refreshSelectors() }
  return latest.selectors
}
