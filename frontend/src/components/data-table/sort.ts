/** How a column takes part in the list's order. `sort` is the API's word, `title`; falling it is `-title`. */
type Sortable = {
  /** Null when the list cannot be sorted by the column. */
  sorts: string | null
  /** What is shown grows as the API's column falls: an age, by when it began. */
  isReversed?: boolean
}

export type Sorted = 'ascending' | 'descending' | 'none'

function waysOf({ sorts, isReversed = false }: Sortable): { up: string; down: string } | null {
  if (sorts === null) return null
  return isReversed ? { up: `-${sorts}`, down: sorts } : { up: sorts, down: `-${sorts}` }
}

/** How the list stands sorted by a column; null when it cannot be. */
export function sortedAs(column: Sortable, sort: string): Sorted | null {
  const ways = waysOf(column)
  if (!ways) return null
  return sort === ways.up ? 'ascending' : sort === ways.down ? 'descending' : 'none'
}

/** The order after a press on a column's head: `first`, and the other way at the next press. */
export function nextSort(column: Sortable, sort: string, first: Exclude<Sorted, 'none'> = 'ascending'): string {
  const ways = waysOf(column)
  if (!ways) return sort
  const [begin, other] = first === 'ascending' ? [ways.up, ways.down] : [ways.down, ways.up]
  return sort === begin ? other : begin
}
