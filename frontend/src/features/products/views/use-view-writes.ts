import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import type { SavedView, UpdateSavedView, ViewState } from '#core/products/views/schema.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'
import { viewQueries } from './views.queries.ts'

export type NewView = { name: string; is_shared: boolean; state: ViewState }

/** The actions on saved views. `onGone` is called when a view was deleted. */
export function useViewWrites({ onGone }: { onGone: (id: string) => void }) {
  const queryClient = useQueryClient()

  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: viewQueries.counts().queryKey })
    return queryClient.invalidateQueries({ queryKey: queryKeys.views })
  }

  // The page opens the new view at once, so the view must be in the cache before the list loads again.
  const know = (view: SavedView) =>
    queryClient.setQueryData(
      viewQueries.list().queryKey,
      (known) =>
        known && {
          ...known,
          items: [...known.items.filter(({ id }) => id !== view.id), view].toSorted((a, b) =>
            a.name.localeCompare(b.name),
          ),
        },
    )

  const create = useMutation({
    mutationFn: (view: NewView) => api(viewsContract.create, { body: view, idempotencyKey: crypto.randomUUID() }),
    onSuccess: know,
    onSettled: refresh,
  })
  const update = useMutation({
    mutationFn: ({ view, changes }: { view: SavedView; changes: UpdateSavedView }) =>
      api(viewsContract.update, { params: { id: view.id }, body: changes, ifMatch: view.updated_at }),
    onSuccess: know,
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: ({ id }: SavedView) => api(viewsContract.remove, { params: { id } }),
    onSuccess: (_gone, { id, name, is_shared, state }) => {
      onGone(id)
      showUndo(`The view “${name}” is deleted`, () => create.mutate({ name, is_shared, state }, { onError: notBack }))
    },
    onError: (error, { name }) => showFailure(`The view “${name}” was not deleted.`, error),
    onSettled: refresh,
  })
  const setDefault = useMutation({
    mutationFn: ({ key }: { key: string; name: string }) => api(viewsContract.setDefault, { body: { view: key } }),
    onSuccess: (_done, { name }) => showDone(`Products open with “${name}” from now on`),
    onError: (error) => showFailure('The default view was not changed.', error),
    onSettled: refresh,
  })
  return { create, update, remove, setDefault }
}

const notBack = (error: Error) => showFailure('The view did not come back.', error)
