import { useEffect, useRef } from 'react'
import type { Selection } from './use-selection.ts'

/** Width of the checkbox column, px; it is pinned before all others. */
export const SELECT_WIDTH = 36

type SelectLoadedProps = {
  selection: Pick<Selection, 'isAllLoaded' | 'count' | 'toggleLoaded'>
  rowsName: string
  /** For a label that makes the target larger. */
  id?: string
}

/** The head of a checkbox column: all loaded rows, some of them, or none. */
export function SelectLoaded({ selection, rowsName, id }: SelectLoadedProps) {
  const { isAllLoaded, count, toggleLoaded } = selection
  const box = useRef<HTMLInputElement>(null)
  const isPartly = count > 0 && !isAllLoaded
  useEffect(() => {
    if (box.current) box.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <input
      ref={box}
      {...(id !== undefined && { id })}
      type="checkbox"
      checked={isAllLoaded}
      onChange={toggleLoaded}
      aria-label={`Select all loaded ${rowsName}`}
      className="size-4 cursor-pointer accent-accent-solid"
    />
  )
}
