import { useQuery } from '@tanstack/react-query'
import { House, ListChecks, type LucideIcon, Package, Settings } from 'lucide-react'
import { meQuery } from '#app/lib/me.ts'
import type { Role } from '#core/accounts/schema.ts'

export type Place = { label: string; address: string; icon: LucideIcon; keys: string }

/** Where people can go; only what works. */
const PLACES: readonly Place[] = [
  { label: 'Home', address: '/', icon: House, keys: 'g h' },
  { label: 'Products', address: '/products', icon: Package, keys: 'g p' },
  { label: 'Tasks', address: '/tasks', icon: ListChecks, keys: 'g t' },
  { label: 'Settings', address: '/settings', icon: Settings, keys: 'g s' },
]

/** An uploader works on tasks and sees nothing else. */
const placesOf = (role: Role | undefined): readonly Place[] =>
  role === 'uploader' ? PLACES.filter(({ address }) => address !== '/products') : PLACES

/** Whether the signed-in person may see and add products. */
export function useSeesProducts(): boolean {
  const { data: me } = useQuery(meQuery())
  return me !== undefined && me.role !== 'uploader'
}

/** Where the signed-in person can go. */
export function usePlaces(): readonly Place[] {
  const { data: me } = useQuery(meQuery())
  return placesOf(me?.role)
}
