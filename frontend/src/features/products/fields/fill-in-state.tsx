import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { Notice } from '#app/components/ui/notice.tsx'
import { vendorUsageQuery } from '#app/domains/connections/vendor-usage.queries.ts'
import { productCache } from '#app/features/products/products.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Spinner } from '#ui/spinner.tsx'
import { showFailure } from '#ui/toasts/notify.ts'

/** The title in a list, or the reason why there is none yet. */
export function TitleWords({ product }: { product: SourcedProduct }) {
  if (product.title !== null) return product.title
  return <span className="font-normal text-muted">{WORDS[product.fill_in_state ?? 'none']}</span>
}

const WORDS = {
  none: 'No title yet',
  done: 'No title yet',
  not_asked: 'No lookup yet',
  waiting: 'Looking up…',
  not_found: 'Keepa does not know this ASIN',
  failed: 'Lookup failed',
} as const

/** Beside the text in a list, when the lookup can be tried again. */
export function TryLookupAgain({ product, className }: { product: SourcedProduct; className?: string }) {
  const lookUp = useLookUp(product)
  if (product.fill_in_state !== 'failed') return null
  return (
    <Button
      size="small"
      variant="quiet"
      // Above the link that covers its row.
      className={cn('z-10', className)}
      aria-label={`Look up ${product.asin} again`}
      isBusy={lookUp.isPending}
      onClick={() => lookUp.mutate()}
    >
      <RotateCcw aria-hidden="true" /> Try again
    </Button>
  )
}

/** Beside the ASIN in the sheet, where appearing and disappearing shifts nothing. */
export function LookupProgress({ product }: { product: SourcedProduct }) {
  return (
    <span role="status" className="inline-flex items-center gap-1">
      {product.fill_in_state === 'waiting' && (
        <>
          <Spinner className="size-3" /> Looking up…
        </>
      )}
    </span>
  )
}

/** In the sheet: why there is no answer, and what to do. Empty while a lookup can run, and after it succeeded. */
export function LookupNotice({ product }: { product: SourcedProduct }) {
  const lookUp = useLookUp(product)
  const { fill_in_state: state, fill_in_error: reason } = product
  const isUnknown = state === 'not_found' && product.title === null
  if (state === 'waiting') return <UsedUpNotice />
  if (!isUnknown && state !== 'failed') return null
  return (
    <Notice tone="waiting">
      <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        {isUnknown ? 'Keepa does not know this ASIN. Type the title below.' : `Lookup failed. ${reasonText(reason)}`}
        <Button size="small" isBusy={lookUp.isPending} onClick={() => lookUp.mutate()}>
          Try again
        </Button>
      </span>
    </Notice>
  )
}

/** Until when a lookup waits because the workspace has used its tokens of the day. */
function UsedUpNotice() {
  const format = useFormat()
  const { data: shares } = useQuery(vendorUsageQuery())
  const share = shares?.find(({ vendor }) => vendor === 'keepa')
  if (!share || share.used < share.limit) return null
  return (
    <Notice tone="waiting">
      Your workspace has used its Keepa tokens for today. The lookup continues after {format.instant(share.resets_at)}.
    </Notice>
  )
}

function reasonText(reason: string | null): string {
  if (reason === 'reconnect') return 'Keepa rejects the API key, or its plan has ended. Ask your administrator.'
  if (reason === 'quota_exceeded') return 'Your workspace may use no Keepa tokens. Ask your administrator.'
  if (reason === 'rejected' || reason === 'gone') return 'Keepa refused to look this ASIN up.'
  return 'Keepa did not answer several times.'
}

function useLookUp({ id, asin }: SourcedProduct) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => api(productsContract.fillIn, { params: { id } }),
    onSuccess: (product) => productCache.patch(queryClient, id, product),
    onError: (error) => showFailure(`${asin} is not being looked for.`, error),
  })
}
