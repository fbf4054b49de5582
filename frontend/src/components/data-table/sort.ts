/** How a column sorts the list. `sort` is the API's name, `title`; descending is `-title`. */
type Sortable = {
  /** Null when the list cannot be sorted by the column. */
  sorts: string | null
  /** The shown value rises while the API's column falls: an age, by its start. */
  isReversed?: boolean
}

export type Sorted = 'ascending' | 'descending' | 'none'

function waysOf({ sorts, isReversed = false }: Sortable): { up: string; down: string } | null {
  if (sorts === null) return null
  return isReversed ? { up: `-${sorts}`, down: sorts } : { up: sorts, down: `-${sorts}` }
}

/** The direction in which the list is sorted by a column; null when it is not. */
export function sortedAs(column: Sortable, sort: string): Sorted | null {
  const ways = waysOf(column)
  if (!ways) return null
  return sort === ways.up ? 'ascending' : sort === ways.down ? 'descending' : 'none'
}

/** The order after a press on a column's head: `first`, and the opposite after the next press. */
export function nextSort(column: Sortable, sort: string, first: Exclude<Sorted, 'none'> = 'ascending'): string {
  const ways = waysOf(column)
  if (!ways) return sort
  const [begin, other] = first === 'ascending' ? [ways.up, ways.down] : [ways.down, ways.up]
  return sort === begin ? other : begin
}
