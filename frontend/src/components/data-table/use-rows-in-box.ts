import { observeElementRect, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useRef } from 'react'

const OVERSCAN = 8

/**
 * The visible rows of a box that scrolls both ways. `keptIndex` is always drawn, so that the row with the keyboard
 * focus never leaves the document.
 */
export function useRowsInBox(count: number, rowHeightPx: number, headerHeightPx: number, keptIndex: number | null) {
  const boxRef = useRef<HTMLDivElement>(null)
  const rangeExtractor = useCallback(
    (range: Range) => {
      const start = Math.max(range.startIndex - range.overscan, 0)
      const end = Math.min(range.endIndex + range.overscan, range.count - 1)
      const inView = Array.from({ length: Math.max(end - start + 1, 0) }, (_, index) => start + index)
      const isAway = keptIndex !== null && keptIndex < range.count && (keptIndex < start || keptIndex > end)
      return isAway ? [...inView, keptIndex] : inView
    },
    [keptIndex],
  )
  const virtualizer = useVirtualizer({
    count,
    estimateSize: () => rowHeightPx,
    overscan: OVERSCAN,
    paddingStart: headerHeightPx,
    getScrollElement: () => boxRef.current,
    rangeExtractor,
    // A box without a layout draws as many rows as the window could show.
    observeElementRect: (instance, report) =>
      observeElementRect(instance, ({ width, height }) =>
        report({ width: width || window.innerWidth, height: height || window.innerHeight }),
      ),
  })
  return { boxRef, virtualizer }
}
