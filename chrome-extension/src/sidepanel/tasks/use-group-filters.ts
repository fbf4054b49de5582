import { useEffect, useState } from 'react'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { watchActiveMarketplace } from '../../lib/active-marketplace.ts'
import type { GroupFilters } from './panel-queries.ts'

/** `tab`: the Amazon site of the active tab, until the person chooses. */
export type MarketplaceChoice = 'tab' | 'all' | MarketplaceCode

const TYPING_MS = 250

export type GroupFiltering = {
  filters: GroupFilters
  /** The marketplace filter of the list; null for all. */
  marketplace: MarketplaceCode | null
  choice: MarketplaceChoice
  choose: (choice: MarketplaceChoice) => void
  /** The id of a product owner; null for all. */
  owner: string | null
  chooseOwner: (id: string | null) => void
  typed: string
  type: (text: string) => void
  clear: () => void
}

/**
 * The filters of the list: the marketplace of the tab beside the panel, or a chosen one, a product owner, and the search
 * text.
 */
export function useGroupFilters(): GroupFiltering {
  const tabMarketplace = useActiveMarketplace()
  const [choice, choose] = useState<MarketplaceChoice>('tab')
  const [owner, chooseOwner] = useState<string | null>(null)
  const [typed, type] = useState('')
  const search = useSettled(typed.trim())
  const marketplace = choice === 'tab' ? tabMarketplace : choice === 'all' ? null : choice
  const filters = {
    ...(marketplace && { marketplace }),
    ...(owner !== null && { owner_id: owner }),
    ...(search && { search }),
  }
  return {
    filters,
    marketplace,
    choice,
    choose,
    owner,
    chooseOwner,
    typed,
    type,
    clear: () => {
      choose('all')
      chooseOwner(null)
      type('')
    },
  }
}

function useActiveMarketplace(): MarketplaceCode | null {
  const [code, setCode] = useState<MarketplaceCode | null>(null)
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
