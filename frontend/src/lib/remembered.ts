import { useState } from 'react'

/** A choice about this device's view, kept in localStorage; falls back to memory where storage is blocked. */
export function useRemembered(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const key = `opsyncpro.${name}`
  const [value, setValue] = useState(() => read(key) ?? initial)
  return [
    value,
    (next) => {
      setValue(next)
      try {
        localStorage.setItem(key, String(next))
      } catch {
        // The choice then holds for this page only.
      }
    },
  ]
}

function read(key: string): boolean | undefined {
  try {
    const stored = localStorage.getItem(key)
    return stored === null ? undefined : stored === 'true'
  } catch {
    return undefined
  }
}
