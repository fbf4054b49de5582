import { refuseInventory } from './rest-error.ts'

type Options = { path: string; defaultLimit: number; maxLimit: number }

/** One page of a collection; `offset` is the number of the page, from 0. Throws 25706. */
export function pageOf<Item>(
  all: readonly Item[],
  query: Record<string, string>,
  { path, defaultLimit, maxLimit }: Options,
) {
  const limit = whole(query.limit, defaultLimit)
  const offset = whole(query.offset, 0)
  if (limit === null || offset === null || limit < 1 || limit > maxLimit)
    throw refuseInventory(400, 25706, 'You have provided invalid pagination values.', `limit is 1 to ${maxLimit}.`)
  const address = (page: number) => {
    const { limit: _, offset: __, ...rest } = query
    return `${path}?${new URLSearchParams({ ...rest, limit: String(limit), offset: String(page) })}`
  }
  return {
    href: address(offset),
    limit,
    total: all.length,
    ...((offset + 1) * limit < all.length && { next: address(offset + 1) }),
    ...(offset > 0 && { prev: address(offset - 1) }),
    items: all.slice(offset * limit, (offset + 1) * limit),
  }
}

function whole(text: string | undefined, whenAbsent: number): number | null {
  if (text === undefined) return whenAbsent
  return /^\d{1,7}$/.test(text) ? Number(text) : null
}
