import { useMutation, useQueryClient } from '@tanstack/react-query'
import { finishOperation, percentOf } from '#app/domains/products/finish-operation.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import {
  type AnyEntry,
  addEntry,
  type ChangesOf,
  changeEntry,
  deleteEntry,
  type Entries,
  type EntryOf,
  entriesQuery,
  type NewEntryOf,
} from './entries.queries.ts'

const WRITES = ['write-crm-entry']

/** Loads the lists again, and everything that shows them: products carry names, colors and prefixes of entries. */
function useSettle() {
  const queryClient = useQueryClient()
  return () => {
    for (const queryKey of [queryKeys.products, queryKeys.changes]) void queryClient.invalidateQueries({ queryKey })
    // While another change is being sent, the API's answer would undo it on screen.
    if (queryClient.isMutating({ mutationKey: WRITES }) > 1) return
    return queryClient.invalidateQueries({ queryKey: queryKeys.crmLists })
  }
}

type Change<Name extends CrmListName> = { entry: Pick<EntryOf<Name>, 'id' | 'name'>; changes: ChangesOf<Name> }

/**
 * Changes or moves an entry: shown at once, restored when the API refuses. Changes of one list wait for each other, so
 * that each names the version that the one before it produced.
 */
export function useChangeEntry<Name extends CrmListName>(name: Name) {
  const queryClient = useQueryClient()
  const settle = useSettle()
  const { queryKey } = entriesQuery(name)
  const read = () => queryClient.getQueryData<Entries<Name>>(queryKey)
  const write = (items: EntryOf<Name>[]) => queryClient.setQueryData<Entries<Name>>(queryKey, { items })

  return useMutation({
    mutationKey: WRITES,
    scope: { id: `crm-${name}` },
    mutationFn: ({ entry, changes }: Change<Name>) => {
      const current = read()?.items.find(({ id }) => id === entry.id)
      if (!current) throw new Error('The entry left the list before it was changed.')
      return changeEntry(name, current, changes)
    },
    onMutate: async ({ entry, changes }) => {
      await queryClient.cancelQueries({ queryKey })
      const before = read()
      if (before) write(drawn(before.items, entry.id, changes))
      return { before }
    },
    onSuccess: (saved) => {
      const items = read()?.items
      // The answer does not decide the count and the place on screen.
      if (items)
        write(items.map((item) => (item.id === saved.id ? { ...item, ...saved, position: item.position } : item)))
    },
    onError: (error, { entry }, context) => {
      if (context?.before) queryClient.setQueryData(queryKey, context.before)
      showFailure(`“${entry.name}” was not changed.`, error)
    },
    onSettled: settle,
  })
}

// A key moves products to one status, so giving it to one status takes it from the other.
function drawn<Entry extends AnyEntry>(items: Entry[], id: string, changes: object): Entry[] {
  const { position, moved_options: _, ...fields } = changes as { position?: number; moved_options?: unknown } // safe: read below only if there
  const key = 'automation' in fields ? fields.automation : null
  const changed = items.map((item) => {
    if (item.id === id) return { ...item, ...fields }
    return key !== null && 'automation' in item && item.automation === key ? { ...item, automation: null } : item
  })
  if (position === undefined) return changed
  const moved = changed.filter((item) => item.id === id)
  return changed.filter((item) => item.id !== id).toSpliced(position - 1, 0, ...moved)
}

/** Adds an entry at the end; the form shows its errors. */
export function useAddEntry<Name extends CrmListName>(name: Name) {
  const queryClient = useQueryClient()
  const settle = useSettle()
  const { queryKey } = entriesQuery(name)
  return useMutation({
    mutationKey: WRITES,
    mutationFn: (entry: NewEntryOf<Name>) => addEntry(name, entry),
    onSuccess: (added) =>
      queryClient.setQueryData<Entries<Name>>(queryKey, (data) =>
        data ? { items: [...data.items, { ...added, product_count: 0 }] } : undefined,
      ),
    onSettled: settle,
  })
}

type Deletion = {
  entry: AnyEntry
  /** Another entry, or `none`; left out while no product has the entry. */
  move_to?: string
  /** The message after the deletion. */
  doneWords: (moved: number) => string
}

/**
 * Deletes an entry. When products got the entry in the meantime, the person learns so, and the list is loaded again.
 */
export function useDeleteEntry(name: CrmListName) {
  const settle = useSettle()
  const format = useFormat()
  return useMutation({
    mutationKey: WRITES,
    mutationFn: async ({ entry, move_to }: Deletion) => {
      const deleted = await deleteEntry(name, entry.id, { ...(move_to && { move_to }) })
      if (deleted.operation) {
        await finishOperation(
          deleted.operation,
          (operation) => `Moving ${percentOf(operation)}% of ${format.count(operation.total, 'product')}`,
        )
      }
      return deleted
    },
    onSuccess: ({ moved }, { entry, doneWords }) => showDone(`“${entry.name}” is deleted.`, doneWords(moved)),
    onError: (error, { entry }) => {
      if (error instanceof ApiError && error.is('entry_not_found')) showDone(`“${entry.name}” was deleted already.`)
      else showFailure(`“${entry.name}” was not deleted.`, error)
    },
    onSettled: settle,
  })
}
