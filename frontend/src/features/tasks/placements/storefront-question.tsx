import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { marketplace } from '#core/marketplaces.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { TaskPlacement } from '#core/tasks/placements.ts'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** A video of the same title and length is shown under another name: the person says whether that is them. */
export function StorefrontQuestion({ row }: { row: TaskPlacement }) {
  const queryClient = useQueryClient()
  const rename = useMutation({
    mutationFn: (storefront_name: string) =>
      api(tasksContract.updateMarketplace, { params: { code: row.marketplace }, body: { storefront_name } }),
    onSuccess: ({ storefront_name }) =>
      showDone(`Your storefront in ${marketplace(row.marketplace).name} is ${storefront_name}`),
    onError: (error) => showFailure('The storefront name was not saved.', error),
    onSettled: () =>
      Promise.all(
        [queryKeys.placements, queryKeys.marketplaces].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
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
    </span>
  )
}
