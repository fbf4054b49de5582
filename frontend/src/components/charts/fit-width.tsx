import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

type FitWidthProps = { height: number; children: (width: number) => ReactNode }

/** Draws its content at the available width; draws nothing until the width is known. */
export function FitWidth({ height, children }: FitWidthProps) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!box.current) return
    setWidth(box.current.clientWidth)
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return (
    <div ref={box} style={{ height }} className="w-full min-w-0 overflow-hidden">
      {width > 0 && children(width)}
    </div>
  )
}
