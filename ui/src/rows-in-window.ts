import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type Key, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'

/** Rows that are drawn beyond the window on each side; a list is near its end when fewer are left. */
export const OVERSCAN = 12

/**
 * A list as long as the page: the window scrolls, not a box in it, so phones hide their address bar and find-in-page
 * works.
 */
export function useRowsInWindow<Body extends HTMLElement>(
  count: number,
  rowHeight: number,
  getItemKey: (index: number) => Key = (index) => index,
) {
  const bodyRef = useRef<Body>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    const top = bodyRef.current?.getBoundingClientRect().top
    if (top !== undefined) setScrollMargin(Math.round(top + window.scrollY))
  }, [])
  const estimateSize = () => rowHeight
  const virtualizer = useWindowVirtualizer({ count, estimateSize, getItemKey, overscan: OVERSCAN, scrollMargin })
  return { bodyRef, virtualizer, scrollMargin }
}

/** Calls back once for each length of the list when its end comes near. */
export function useEndReached(isNearEnd: boolean, length: number, onEndReached: () => void): void {
  const reach = useEffectEvent(onEndReached)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list whose end is still near must ask again
  useEffect(() => {
    if (isNearEnd) reach()
  }, [isNearEnd, length])
}
