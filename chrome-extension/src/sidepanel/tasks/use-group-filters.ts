import { useEffect, useState } from 'react'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import type { GroupOrder } from '#core/tasks/schema.ts'
import { watchActiveMarketplace } from '../../lib/active-marketplace.ts'
import type { GroupFilters } from './panel-queries.ts'

/** `tab`: the Amazon site of the active tab, until the person chooses. */
export type MarketplaceChoice = 'tab' | 'all' | MarketplaceCode

export type MissingChoice = NonNullable<GroupFilters['missing']>

const TYPING_MS = 250

export type GroupFiltering = {
  filters: GroupFilters
  /** False until the tab beside the panel is known, so that the first request is the right one. */
  isReady: boolean
  /** The marketplace filter of the list; null for all. */
  marketplace: MarketplaceCode | null
  choice: MarketplaceChoice
  choose: (choice: MarketplaceChoice) => void
  /** The id of a product owner; null for all. */
  owner: string | null
  chooseOwner: (id: string | null) => void
  /** What the tasks miss; null for all. */
  missing: MissingChoice | null
  chooseMissing: (missing: MissingChoice | null) => void
  order: GroupOrder
  chooseOrder: (order: GroupOrder) => void
  typed: string
  type: (text: string) => void
  clear: () => void
}

/**
 * The filters of the list: the marketplace of the tab beside the panel, or a chosen one, a product owner, what is
 * missing, the search text, and the order.
 */
export function useGroupFilters(): GroupFiltering {
  const tabMarketplace = useActiveMarketplace()
  const [choice, choose] = useState<MarketplaceChoice>('tab')
  const [owner, chooseOwner] = useState<string | null>(null)
  const [missing, chooseMissing] = useState<MissingChoice | null>(null)
  const [order, chooseOrder] = useState<GroupOrder>('newest')
  const [typed, type] = useState('')
  const search = useSettled(typed.trim())
  const marketplace = choice === 'tab' ? (tabMarketplace ?? null) : choice === 'all' ? null : choice
  const filters = {
    ...(marketplace && { marketplace }),
    ...(owner !== null && { owner_id: owner }),
    ...(missing !== null && { missing }),
    ...(order !== 'newest' && { order }),
    ...(search && { search }),
  }
  return {
    filters,
    isReady: choice !== 'tab' || tabMarketplace !== undefined,
    marketplace,
    choice,
    choose,
    owner,
    chooseOwner,
    missing,
    chooseMissing,
    order,
    chooseOrder,
    typed,
    type,
    clear: () => {
      choose('all')
      chooseOwner(null)
      chooseMissing(null)
      type('')
    },
  }
}

function useActiveMarketplace(): MarketplaceCode | null | undefined {
  const [code, setCode] = useState<MarketplaceCode | null>()
  useEffect(() => watchActiveMarketplace(setCode), [])
  return code
}

/** The text once the person has paused typing; at once when it is emptied. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
