import { useSearchParams } from 'react-router'

const VIEWS = ['list', 'settings'] as const
export type QuickListView = (typeof VIEWS)[number]

type Address = {
  view: QuickListView
  asin: string | null
  /** The product it was opened from. */
  productId: string | null
  /** The try that is shown. */
  attemptId: string | null
  /** The try whose values the form begins with. */
  fromId: string | null
}

const NAMES = { asin: 'asin', productId: 'product', attemptId: 'attempt', fromId: 'from' } as const

/** What the page shows is in its address: it can be reloaded, sent, and gone back from. */
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
