import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { PRODUCT_WRITE } from '#app/features/products/history/changes.queries.ts'
import { api } from '#app/lib/api.ts'
import { importsContract, type ProductImport, type UpdateImport } from '#core/products/imports/contract.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import { importQueries } from './imports.queries.ts'

/** The actions on an import; a refusal is shown and the import is loaded again. */
export function useChangeImport(id: string) {
  const queryClient = useQueryClient()
  const params = { id }
  const run = (failure: string) => ({
    mutationKey: PRODUCT_WRITE,
    // The answer carries the current state; loading it again may have to wait for the job that the action started.
    onSuccess: (item: ProductImport) =>
      queryClient.setQueryData(importQueries.one(id).queryKey, (known) => known && { ...known, ...item }),
    onError: (error: Error) => showFailure(failure, error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.imports }),
  })
  const check = useMutation({
    ...run('The rows were not checked.'),
    mutationFn: async (changes: UpdateImport | null): Promise<ProductImport> => {
      if (changes) await api(importsContract.update, { params, body: changes })
      return api(importsContract.check, { params })
    },
  })
  const start = useMutation({
    ...run('The import did not start.'),
    mutationFn: () => api(importsContract.run, { params }),
  })
  const goBack = useMutation({
    ...run('Nothing was changed.'),
    mutationFn: ({ options }: Pick<ProductImport, 'options'>) =>
      api(importsContract.update, { params, body: { options } }),
  })
  const discard = useMutation({
    ...run('Nothing was discarded.'),
    mutationFn: () => api(importsContract.remove, { params }),
  })
  return { check, start, goBack, discard }
}
