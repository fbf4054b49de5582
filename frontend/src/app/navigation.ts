import { useQuery } from '@tanstack/react-query'
import {
  BookOpen,
  CalendarDays,
  Coins,
  Film,
  GitCompareArrows,
  History,
  House,
  Image,
  Inbox,
  ListChecks,
  type LucideIcon,
  Package,
  PackagePlus,
  Plug,
  Radar,
  ReceiptText,
  Send,
  Settings,
  Tag,
  TrendingDown,
} from 'lucide-react'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import type { Role } from '#core/accounts/schema.ts'

export type Place = {
  label: string
  address: string
  icon: LucideIcon
  keys: string
  /** A phone's bar has room for five pages; Search reaches the others. */
  isOnBar: boolean
  /** The heading above the page in the sidebar. */
  group?: string
}

/** The pages of the navigation. */
const PLACES: readonly Place[] = [
  { label: 'Home', address: addresses.home(), icon: House, keys: 'g h', isOnBar: true },
  { label: 'Products', address: addresses.products(), icon: Package, keys: 'g p', isOnBar: true },
  { label: 'Videos', address: addresses.videos(), icon: Film, keys: 'g v', isOnBar: false },
  { label: 'Thumbnails', address: addresses.thumbnails(), icon: Image, keys: 'g b', isOnBar: false },
  { label: 'Tasks', address: addresses.tasks(), icon: ListChecks, keys: 'g t', isOnBar: true },
  { label: 'History', address: addresses.changeHistory(), icon: History, keys: 'g y', isOnBar: false },
  {
    label: 'Correlations',
    address: addresses.correlations(),
    icon: GitCompareArrows,
    keys: 'g a',
    isOnBar: false,
    group: 'Amazon',
  },
  { label: 'Expansion', address: addresses.expansion(), icon: Radar, keys: 'g x', isOnBar: false, group: 'Amazon' },
  { label: 'Catalog', address: addresses.catalog(), icon: BookOpen, keys: 'g i', isOnBar: false, group: 'Amazon' },
  { label: 'Budget', address: addresses.budget(), icon: Coins, keys: 'g d', isOnBar: false, group: 'Amazon' },
  { label: 'Listings', address: addresses.listings(), icon: Tag, keys: 'g l', isOnBar: false, group: 'eBay' },
  {
    label: 'Strategies',
    address: addresses.strategies(),
    icon: TrendingDown,
    keys: 'g r',
    isOnBar: false,
    group: 'eBay',
  },
  {
    label: 'Price history',
    address: addresses.priceHistory(),
    icon: ReceiptText,
    keys: 'g e',
    isOnBar: false,
    group: 'eBay',
  },
  {
    label: 'Quick list',
    address: addresses.quickList(),
    icon: PackagePlus,
    keys: 'g q',
    isOnBar: false,
    group: 'eBay',
  },
  { label: 'Posts', address: addresses.posts(), icon: Send, keys: 'g o', isOnBar: false, group: 'Social' },
  {
    label: 'Calendar',
    address: addresses.calendar(),
    icon: CalendarDays,
    keys: 'g k',
    isOnBar: false,
    group: 'Social',
  },
  { label: 'Inbox', address: addresses.inbox(), icon: Inbox, keys: 'g m', isOnBar: false, group: 'Social' },
  { label: 'Connections', address: addresses.connections(), icon: Plug, keys: 'g c', isOnBar: false },
  { label: 'Settings', address: addresses.settings(), icon: Settings, keys: 'g s', isOnBar: true },
]

const FOR_EDITORS = new Set([
  addresses.products(),
  addresses.videos(),
  addresses.thumbnails(),
  addresses.correlations(),
  addresses.expansion(),
  addresses.catalog(),
  addresses.budget(),
  addresses.listings(),
  addresses.strategies(),
  addresses.priceHistory(),
  addresses.quickList(),
  addresses.posts(),
  addresses.calendar(),
  addresses.inbox(),
  addresses.changeHistory(),
  addresses.connections(),
])

/** An uploader works on tasks and sees only tasks. */
const placesOf = (role: Role | undefined): readonly Place[] =>
  role === 'uploader' ? PLACES.filter(({ address }) => !FOR_EDITORS.has(address)) : PLACES

/** Whether the signed-in person may see and add products. */
export function useSeesProducts(): boolean {
  const { data: me } = useQuery(meQuery())
  return me !== undefined && me.role !== 'uploader'
}

/** The pages for the signed-in person. */
export function usePlaces(): readonly Place[] {
  const { data: me } = useQuery(meQuery())
  return placesOf(me?.role)
}
