import { House, ListChecks, type LucideIcon, Package, Settings } from 'lucide-react'

export type Place = { label: string; address: string; icon: LucideIcon; keys: string }

/** Where people can go; only what works. */
export const PLACES: readonly Place[] = [
  { label: 'Home', address: '/', icon: House, keys: 'g h' },
  { label: 'Products', address: '/products', icon: Package, keys: 'g p' },
  { label: 'Tasks', address: '/tasks', icon: ListChecks, keys: 'g t' },
  { label: 'Settings', address: '/settings', icon: Settings, keys: 'g s' },
]
