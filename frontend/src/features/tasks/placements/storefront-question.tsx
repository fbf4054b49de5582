import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { countriesQuery } from '#app/domains/marketplaces/marketplaces.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { marketplace } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { TaskPlacement } from '#core/tasks/placements.ts'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** As many as are kept; the oldest answers go first. */
const MOST_NAMES = 100

/** A video of the same title and length is shown under another name: the person says whether that is them. */
export function StorefrontQuestion({ row }: { row: TaskPlacement }) {
  const queryClient = useQueryClient()
  const refresh = () =>
    Promise.all(
      [queryKeys.placements, queryKeys.marketplaces].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    )
  const rename = useMutation({
    mutationFn: (storefront_name: string) =>
      api(tasksContract.updateMarketplace, { params: { code: row.marketplace }, body: { storefront_name } }),
    onSuccess: ({ storefront_name }) =>
      showDone(`Your storefront in ${marketplace(row.marketplace).name} is ${storefront_name}`),
    onError: (error) => showFailure('The storefront name was not saved.', error),
    onSettled: refresh,
  })
  const { data: countries } = useQuery(countriesQuery())
  const known = countries?.items.find((country) => country.marketplace === row.marketplace)?.other_storefronts
  const decline = useMutation({
    mutationFn: (earlier: string[]) =>
      api(tasksContract.updateMarketplace, {
        params: { code: row.marketplace },
        body: { other_storefronts: [...new Set([...earlier, ...row.other_names])].slice(-MOST_NAMES) },
      }),
    onSuccess: () => showDone('We no longer ask about these storefronts'),
    onError: (error) => showFailure('The answer was not saved.', error),
    onSettled: refresh,
  })
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1">
      <span className="text-meta">The same title and length is there under another name:</span>
      {row.other_names.map((name) => (
        <Button
          key={name}
          size="small"
          isBusy={rename.isPending && rename.variables === name}
          onClick={() => rename.mutate(name)}
        >
          {name} is me
        </Button>
      ))}
      <Button
        size="small"
        isBusy={decline.isPending}
        disabled={known === undefined}
        onClick={() => known && decline.mutate(known)}
      >
        {row.other_names.length === 1 ? 'This is not me' : 'None of them is me'}
      </Button>
    </span>
  )
}
