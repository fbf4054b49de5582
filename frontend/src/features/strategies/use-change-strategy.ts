import { useMutation, useQueryClient } from '@tanstack/react-query'
import { strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { strategiesContract } from '#core/prices/contract.ts'
import type { Strategy } from '#core/prices/schema.ts'
import { showDone, showFailure, showUndo } from '#ui/toasts/notify.ts'

type Switches = { is_active?: boolean; is_live?: boolean }

/** Pauses, resumes, lets it go live or takes it back: shown at once, put back when the API refuses. */
export function useChangeStrategy(strategy: Strategy) {
  const queryClient = useQueryClient()
  const { queryKey } = strategiesQuery()
  const { name, id } = strategy

  function show(change: Partial<Strategy>) {
    queryClient.setQueryData(
      queryKey,
      (before) =>
        before && { items: before.items.map((item) => (item.id === id ? Object.assign({ ...item }, change) : item)) },
    )
  }

  const { mutate, isPending } = useMutation({
    scope: { id: `strategy-${id}` },
    mutationFn: (change: Switches) => {
      const current = queryClient.getQueryData(queryKey)?.items.find((item) => item.id === id) ?? strategy
      return api(strategiesContract.update, { params: { id }, body: change, ifMatch: current.updated_at })
    },
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.strategies })
      const before = queryClient.getQueryData(queryKey)
      show(change)
      return { before }
    },
    onSuccess: (saved) => show(saved),
    onError: (error, _change, context) => {
      queryClient.setQueryData(queryKey, context?.before)
      showFailure(`${name} was not changed.`, error)
    },
    onSettled: () =>
      Promise.all(
        [queryKeys.strategies, queryKeys.listings].map((key) => queryClient.invalidateQueries({ queryKey: key })),
      ),
  })

  return {
    isPending,
    pause: () =>
      mutate({ is_active: false }, { onSuccess: () => showUndo(`${name} paused`, () => mutate({ is_active: true })) }),
    resume: () => mutate({ is_active: true }, { onSuccess: () => showDone(`${name} resumed`) }),
    goLive: (onSettled: () => void) =>
      mutate({ is_live: true, is_active: true }, { onSuccess: () => showDone(`${name} is live`), onSettled }),
    backToPreview: () =>
      mutate({ is_live: false }, { onSuccess: () => showDone(`${name} is a preview again`, 'It lowers nothing.') }),
  }
}
