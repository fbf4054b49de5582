import { useEffect, useState } from 'react'

/** The value once it has stayed the same for a while: for requests that follow typing. */
export function useSettled<T>(value: T, waitMs = 400): T {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text)), waitMs)
    return () => clearTimeout(timer)
  }, [text, waitMs])
  return settled
}
