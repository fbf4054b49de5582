import { useEffect, useState } from 'react'
import type { StoredItem } from '../storage/stored-item.ts'

/** The stored value, updated with every change; undefined until it has been read. */
export function useStoredItem<T>(item: StoredItem<T>): T | undefined {
  const [value, setValue] = useState<T>()
  useEffect(() => {
    let hasChanged = false
    const stop = item.subscribe((next) => {
      hasChanged = true
      setValue(next)
    })
    void item.read().then((first) => {
      if (!hasChanged) setValue(first)
    })
    return stop
  }, [item])
  return value
}
