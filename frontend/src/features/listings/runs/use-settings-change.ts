import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ebaySettingsQuery } from '#app/domains/connections/ebay.queries.ts'
import { api } from '#app/lib/api.ts'
import { ebaySettingsContract } from '#core/prices/contract.ts'
import type { UpdateEbaySettings } from '#core/prices/schema.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type Change = { settings: UpdateEbaySettings; words: string; description?: string }

/** Changes the workspace's eBay settings: shown at once, put back when refused. */
export function useSettingsChange() {
  const queryClient = useQueryClient()
  const { queryKey } = ebaySettingsQuery()
  return useMutation({
    mutationFn: ({ settings }: Change) => api(ebaySettingsContract.update, { body: settings }),
    onMutate: async ({ settings: change }) => {
      const { reductions_paused } = change
      await queryClient.cancelQueries({ queryKey })
      const before = queryClient.getQueryData(queryKey)
      if (before) {
        queryClient.setQueryData(queryKey, {
          ...before,
          ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
          ...(reductions_paused !== undefined && { paused_at: reductions_paused ? new Date().toISOString() : null }),
        })
      }
      return { before }
    },
    onSuccess: (settings, { words, description }) => {
      queryClient.setQueryData(queryKey, settings)
      showDone(words, description)
    },
    onError: (error, _change, context) => {
      if (context?.before) queryClient.setQueryData(queryKey, context.before)
      showFailure('The settings stay as they are.', error)
    },
  })
}
