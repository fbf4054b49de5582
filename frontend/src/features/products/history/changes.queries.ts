import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { productsContract } from '#core/products/contract.ts'
import { lineageOf } from './change-words.ts'

/** Marks every write to a product, so that an undo can wait until all of them have arrived. */
export const PRODUCT_WRITE = ['write-product'] as const

/** Far more changes than one product gets within the ten seconds of a toast. */
const NEWEST_OF_PRODUCT = 20
/** Older changes are on the history page. */
const NEWEST_OF_ALL = 100

export const changeQueries = {
  /** The changes of one product, or of all of them. */
  list: (product_id?: string) =>
    infiniteQueryOptions({
      queryKey: [...queryKeys.changes, 'list', product_id],
      queryFn: ({ pageParam, signal }) =>
        api(productsContract.changes, {
          query: { limit: 30, ...(product_id && { product_id }), ...(pageParam && { cursor: pageParam }) },
          signal,
        }),
      initialPageParam: undefined as string | undefined, // safe: widens the literal to what later pages carry
      getNextPageParam: (page) => page.next_cursor ?? undefined,
    }),
}

/**
 * The person's newest matching change of a product; null when there is none. Another member's later change is skipped,
 * because Undo restores the person's own change.
 */
export async function findMyChangeOf(
  queryClient: QueryClient,
  product_id: string,
  fits: (change: ChangeSet) => boolean,
): Promise<ChangeSet | null> {
  const [me, { items }] = await Promise.all([
    queryClient.ensureQueryData(meQuery()),
    api(productsContract.changes, { query: { product_id, limit: NEWEST_OF_PRODUCT } }),
  ])
  return items.find((change) => change.created_by === me.id && fits(change)) ?? null
}

/**
 * The person's newest change that is in effect and is not an undo, without those in `passedOver`; null when there is
 * none.
 */
export async function findMyLastChange(
  queryClient: QueryClient,
  passedOver: ReadonlySet<string>,
): Promise<ChangeSet | null> {
  await allWritten(queryClient)
  const [me, { items }] = await Promise.all([
    queryClient.ensureQueryData(meQuery()),
    api(productsContract.changes, { query: { limit: NEWEST_OF_ALL } }),
  ])
  const isMine = (change: ChangeSet) => change.created_by === me.id && change.can_undo && !passedOver.has(change.id)
  return items.find((change) => isMine(change) && !lineageOf(change, items).isUndo) ?? null
}

/**
 * A change of which only the id is known, such as a bulk edit just made; null when it is no longer among the newest.
 */
export async function findChange(id: string): Promise<ChangeSet | null> {
  const { items } = await api(productsContract.changes, { query: { limit: NEWEST_OF_ALL } })
  return items.find((change) => change.id === id) ?? null
}

// A person who types and presses ⌘Z at once means the text just typed, not the change before it.
function allWritten(queryClient: QueryClient): Promise<void> {
  const isWriting = () => queryClient.isMutating({ mutationKey: PRODUCT_WRITE }) > 0
  if (!isWriting()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = queryClient.getMutationCache().subscribe(() => {
      if (isWriting()) return
      stop()
      resolve()
    })
  })
}
