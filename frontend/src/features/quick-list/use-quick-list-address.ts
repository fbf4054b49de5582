import { useSearchParams } from 'react-router'

const VIEWS = ['list', 'settings'] as const
export type QuickListView = (typeof VIEWS)[number]

type Address = {
  view: QuickListView
  asin: string | null
  /** The product that opened the page. */
  productId: string | null
  /** The attempt on screen. */
  attemptId: string | null
  /** The attempt whose values fill the form. */
  fromId: string | null
}

const NAMES = { asin: 'asin', productId: 'product', attemptId: 'attempt', fromId: 'from' } as const

/** The page's state is in its URL: it can be reloaded, shared, and returned to. */
export function useQuickListAddress() {
  const [params, setParams] = useSearchParams()
  const address: Address = {
    view: params.get('view') === 'settings' ? 'settings' : 'list',
    asin: params.get(NAMES.asin),
    productId: params.get(NAMES.productId),
    attemptId: params.get(NAMES.attemptId),
    fromId: params.get(NAMES.fromId),
  }
  const goTo = (next: Partial<Address>) => {
    const search = new URLSearchParams()
    if (next.view === 'settings') search.set('view', 'settings')
    for (const key of ['asin', 'productId', 'attemptId', 'fromId'] as const) {
      const value = next[key]
      if (value) search.set(NAMES[key], value)
    }
    setParams(search)
  }
  return { address, goTo }
}
