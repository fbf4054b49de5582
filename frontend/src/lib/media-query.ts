import { useSyncExternalStore } from 'react'

// Calls back now and after every change.
function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** Wide enough for the sidebar and for tables. */
export const useIsWide = () => useMediaQuery('(min-width: 768px)')
