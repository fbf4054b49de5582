/** Search parameters to append to a path; those without a value are left out. */
type Search = Readonly<Record<string, string | undefined>>

/** The current search of a list, `?status=active`, is passed on unchanged. */
function build(path: string, search: Search | string = {}): string {
  if (typeof search === 'string') return path + search
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (value) params.set(name, value)
  return params.size > 0 ? `${path}?${params}` : path
}

/** Of the products page: a saved or built-in view, and what differs from that view. */
type ProductsSearch = { view?: string; search?: string; filter?: string; sort?: string; layout?: 'table' | 'board' }
type CorrelationsSearch = { product_id?: string; view?: 'history' | 'accepted'; relation?: string; q?: string }
type ExpansionSearch = { q?: string; marketplace?: string; only?: 'opportunities' }
type CatalogSearch = { q?: string; source?: string; lookup?: string }
/** `catalog`: ASINs already filmed or owned. */
type ImportSearch = { catalog?: 'yes' }
type TasksSearch = { view?: 'history' | 'placements'; search?: string; marketplace?: string }
type ListingsSearch = {
  search?: string
  status?: string
  strategy_id?: string
  floor?: 'with' | 'without' | 'at'
  parked?: 'yes'
}
type PriceHistorySearch = { view?: 'runs'; listing_id?: string; run_id?: string; change?: string }
type InboxSearch = { view?: string; q?: string; account?: string }
type QuickListSearch = { asin?: string; product?: string; attempt?: string; from?: string; view?: 'settings' }

type CalendarSearch = { view?: 'month' | 'week' | 'list'; day?: string }
type PostsSearch = { state?: string; network?: string; q?: string }
/** A post of a video, or at a time: `2026-11-22T09:00`. */
type NewPostSearch = { video_id?: string; wall?: string; copy_of?: string }

/**
 * Every page of the dashboard by its address. Links and navigation use these addresses, and a test checks that each one
 * leads to a page. A `search` that is a text is the search of the current URL, question mark included.
 */
export const addresses = {
  home: () => '/',
  products: (search?: ProductsSearch | string) => build('/products', search),
  product: (id: string, search?: ProductsSearch | string) => build(`/products/${id}`, search),
  importProducts: (search?: ImportSearch) => build('/products/import', search),
  productImport: (id: string) => `/products/import/${id}`,
  videos: () => '/videos',
  thumbnails: () => '/thumbnails',
  newThumbnailTemplate: (owner?: string) => build('/thumbnails/new', { owner }),
  thumbnailTemplate: (id: string) => `/thumbnails/${id}`,
  thumbnailRun: (id: string) => `/thumbnails/runs/${id}`,
  tasks: (search?: TasksSearch) => build('/tasks', search),
  correlations: (search?: CorrelationsSearch) => build('/correlations', search),
  expansion: (search?: ExpansionSearch) => build('/expansion', search),
  catalog: (search?: CatalogSearch) => build('/catalog', search),
  budget: () => '/budget',
  changeHistory: () => '/history',
  listings: (search?: ListingsSearch | string) => build('/listings', search),
  listing: (id: string, search?: ListingsSearch | string) => build(`/listings/${id}`, search),
  strategies: () => '/strategies',
  newStrategy: () => '/strategies/new',
  strategy: (id: string) => `/strategies/${id}`,
  priceHistory: (search?: PriceHistorySearch) => build('/ledger', search),
  quickList: (search?: QuickListSearch) => build('/quick-list', search),
  calendar: (search?: CalendarSearch) => build('/calendar', search),
  posts: (search?: PostsSearch) => build('/posts', search),
  newPost: (search?: NewPostSearch) => build('/posts/new', search),
  post: (id: string) => `/posts/${id}`,
  postSettings: () => '/posts/settings',
  inbox: (search?: InboxSearch | string) => build('/inbox', search),
  conversation: (id: string, search?: InboxSearch | string) => build(`/inbox/${id}`, search),
  connections: () => '/connections',
  settings: (section?: 'countries') => (section ? `/settings#${section}` : '/settings'),
  productSettings: () => '/settings/products',
  accountSettings: () => '/settings/account',
} as const

/** The pages for people who are not signed in. They are an application of their own, without the router. */
export const signInAddresses = {
  signIn: (search = '') => build('/sign-in', search),
  signUp: (search = '') => build('/sign-up', search),
  forgotPassword: () => '/forgot-password',
  setPassword: (hash = '') => build('/set-password', hash),
} as const
