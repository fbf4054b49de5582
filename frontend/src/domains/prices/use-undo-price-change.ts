import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { pricesContract } from '#core/prices/contract.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** Asks for the price before a change again; eBay is told in the background, and the price history gets a row of its own. */
export function useUndoPriceChange() {
  const queryClient = useQueryClient()
  const { locale } = useFormat()
  return useMutation({
    mutationFn: ({ id }: PriceChange) =>
      api(pricesContract.undo, { params: { id }, idempotencyKey: crypto.randomUUID() }),
    onSuccess: ({ new_price_cents, currency }, { title }) =>
      showDone(`Going back to ${formatMoney(new_price_cents, currency, locale)}`, title),
    onError: (error) => showFailure('The price stays as it is.', error),
    onSettled: () =>
      Promise.all(
        [queryKeys.priceHistory, queryKeys.listings].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      ),
  })
}
