import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** The time, which moves on when what it is for changes, and at least once a minute. */
export function useNow(changesInMs: (nowMs: number) => number | null): number {
  const [nowMs, setNow] = useState(() => Date.now())
  const wakeAtMs = nowMs + Math.min(changesInMs(nowMs) ?? MINUTE_MS, MINUTE_MS)
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), wakeAtMs - Date.now())
    return () => clearTimeout(timer)
  }, [wakeAtMs])
  return nowMs
}
