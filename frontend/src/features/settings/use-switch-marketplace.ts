import { useMutation, useQueryClient } from '@tanstack/react-query'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { marketplace } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { WorkspaceMarketplace } from '#core/tasks/schema.ts'
import { showFailure } from '#ui/toasts/notify.ts'

const SWITCHES = ['switch-country']

/** The fields that a person changed; the API keeps the others. */
type Change = Partial<
  Pick<WorkspaceMarketplace, 'is_enabled' | 'is_home' | 'language' | 'storefront_name' | 'other_storefronts'>
>
type CountryChange = { country: WorkspaceMarketplace; change: Change }

/** Changes the settings of a marketplace: shown at once, restored when the API refuses. */
export function useSwitchCountry() {
  const queryClient = useQueryClient()
  const { queryKey } = countriesQuery()

  function show(country: WorkspaceMarketplace) {
    queryClient.setQueryData(queryKey, (data) =>
      data
        ? { items: data.items.map((item) => (item.marketplace === country.marketplace ? country : item)) }
        : undefined,
    )
  }

  return useMutation({
    mutationKey: SWITCHES,
    // One after another, so that the API receives the person's last switch last.
    scope: { id: 'countries' },
    mutationFn: ({ country: { marketplace: code }, change }: CountryChange) =>
      api(tasksContract.updateMarketplace, { params: { code }, body: change }),
    onMutate: async ({ country, change }) => {
      const before = queryClient
        .getQueryData(queryKey)
        ?.items.find(({ marketplace: code }) => code === country.marketplace)
      show({ ...(before ?? country), ...change })
      await queryClient.cancelQueries({ queryKey })
      return { before }
    },
    onError: (error, { country }, context) => {
      if (context?.before) show(context.before)
      showFailure(`${marketplace(country.marketplace).name} was not changed.`, error)
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks })
      // While another switch is being sent, the API's answer would undo it on screen.
      if (queryClient.isMutating({ mutationKey: SWITCHES }) === 1) void queryClient.invalidateQueries({ queryKey })
    },
  })
}
