import { mutationOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { crmListQueries } from '#app/domains/products/crm-lists.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { editWords } from '#app/features/products/history/change-words.ts'
import { PRODUCT_WRITE } from '#app/features/products/history/changes.queries.ts'
import { useUndo } from '#app/features/products/history/use-undo.ts'
import { productCache } from '#app/features/products/products.queries.ts'
import { api } from '#app/lib/api.ts'
import { ApiError } from '#core/http/client.ts'
import { productsContract } from '#core/products/contract.ts'
import { SourcedProduct, type UpdateProduct } from '#core/products/schema.ts'
import { showUndo } from '#ui/toasts/notify.ts'

/**
 * Changes one product: shown at once, restored when the API refuses, undone from the toast. Changes of one product wait
 * for each other, so that each names the version that the one before it produced.
 */
export function useChangeProduct(product: Pick<SourcedProduct, 'id' | 'asin'>) {
  const queryClient = useQueryClient()
  const { undoMyChangeOf } = useUndo()
  return useMutation(changeOptions(queryClient, undoMyChangeOf, product))
}

/** The same for any product of a list: rows and cards may leave the page while their changes are being sent. */
export function useChangeAnyProduct() {
  const queryClient = useQueryClient()
  const { undoMyChangeOf } = useUndo()
  return (product: Pick<SourcedProduct, 'id' | 'asin'>, changes: UpdateProduct): Promise<SourcedProduct> => {
    const options = changeOptions(queryClient, undoMyChangeOf, product)
    return queryClient.getMutationCache().build(queryClient, options).execute(changes)
  }
}

function changeOptions(
  queryClient: QueryClient,
  undoMyChangeOf: ReturnType<typeof useUndo>['undoMyChangeOf'],
  { id, asin }: Pick<SourcedProduct, 'id' | 'asin'>,
) {
  return mutationOptions({
    mutationKey: PRODUCT_WRITE,
    scope: { id: `product-${id}` },
    mutationFn: (changes: UpdateProduct) => {
      const version = productCache.find(queryClient, id)?.updated_at
      return api(productsContract.update, { params: { id }, body: changes, ...(version && { ifMatch: version }) })
    },
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey: queryKeys.products })
      const before = productCache.find(queryClient, id)
      productCache.patch(queryClient, id, drawn(changes, before))
      return { before }
    },
    onSuccess: (product, changes) => {
      productCache.patch(queryClient, id, product)
      const fields = writtenFields(changes)
      const status = changes.status_id === undefined ? undefined : statusName(queryClient, changes.status_id)
      showUndo(status ? `${asin} is now ${status}` : editWords(fields, asin), () =>
        undoMyChangeOf(id, ({ products }) =>
          products.some(({ after }) => fields.every((field) => isWritten(after, product, field))),
        ),
      )
    },
    onError: (error, _changes, context) => {
      const before = readCurrent(error) ?? context?.before
      if (before) productCache.patch(queryClient, id, before)
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.changes })
      return productCache.refresh(queryClient)
    },
  })
}

/** The current row when another member's change came first; null for every other error. */
export function readCurrent(error: unknown): SourcedProduct | null {
  if (!(error instanceof ApiError) || !error.is('row_changed')) return null
  return SourcedProduct.safeParse(error.problem.current).data ?? null
}

// A video title that the rule writes again may stay the same.
const isWritten = (after: Record<string, unknown>, product: SourcedProduct, field: string) =>
  Object.entries(product).some(([key, value]) => key === field && sameValue(after[field], value)) ||
  (field === 'video_title' && after.is_video_title_typed === product.is_video_title_typed) ||
  (field === 'is_archived' && 'archived_at' in after) ||
  (field === 'custom_values' && Object.keys(after).some((key) => key.startsWith('custom.')))

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const writtenFields = (changes: UpdateProduct) => Object.keys(changes)

function statusName(queryClient: QueryClient, id: string | null): string | undefined {
  if (id === null) return 'No status'
  return queryClient.getQueryData(crmListQueries.statuses().queryKey)?.items.find((status) => status.id === id)?.name
}

/**
 * The product with a change that the API has not answered. A video title that the rule writes appears only with the
 * answer.
 */
export function drawn(changes: UpdateProduct, before: SourcedProduct | undefined): Partial<SourcedProduct> {
  const { video_title, is_archived, owners, custom_values, ...plain } = changes
  const fields: Partial<SourcedProduct> = {}
  for (const [key, value] of Object.entries(plain)) if (value !== undefined) Object.assign(fields, { [key]: value })
  if (video_title) Object.assign(fields, { video_title, is_video_title_typed: true })
  if (is_archived !== undefined) fields.archived_at = is_archived ? new Date().toISOString() : null
  if (owners) fields.owners = withPrimary(owners)
  if (custom_values) fields.custom_values = merged(before?.custom_values ?? {}, custom_values)
  return fields
}

const withPrimary = (owners: NonNullable<UpdateProduct['owners']>) =>
  owners.some(({ is_primary }) => is_primary)
    ? owners
    : owners.map((owner, index) => ({ ...owner, is_primary: index === 0 }))

function merged(
  values: SourcedProduct['custom_values'],
  changes: NonNullable<UpdateProduct['custom_values']>,
): SourcedProduct['custom_values'] {
  const all = Object.entries({ ...values, ...changes })
  return Object.fromEntries(all.flatMap(([id, value]) => (value === null ? [] : [[id, value]])))
}
