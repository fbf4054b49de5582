import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, ExternalLink, FileX2 } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { ApiError } from '#core/http/client.ts'
import { formatMoney } from '#core/money.ts'
import type { QuickList } from '#core/quick-list/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AttemptSteps } from './attempt-steps.tsx'
import { STATE_WORDS } from './attempt-words.ts'
import { quickListQueries } from './quick-list.queries.ts'
import { RetryButton } from './retry-button.tsx'
import { useQuickListAddress } from './use-quick-list-address.ts'

/** One attempt: what happens on eBay now, and how it ended. */
export function AttemptView({ id }: { id: string }) {
  const { goTo } = useQuickListAddress()
  const { data: attempt, error, isFetching, refetch } = useQuery(quickListQueries.one(id))
  useRefreshWhenListed(attempt)
  if (!attempt) {
    if (!error) return <Skeleton className="h-48 max-w-2xl" />
    if (error instanceof ApiError && error.problem.status < 500) {
      return (
        <EmptyState
          icon={FileX2}
          title="We can't find this attempt"
          action={<Button onClick={() => goTo({})}>Back</Button>}
        >
          It belongs to another workspace, or the link is incomplete.
        </EmptyState>
      )
    }
    return (
      <ErrorState
        title="This try could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div>
        <Button variant="quiet" size="small" onClick={() => goTo({})}>
          <ArrowLeft aria-hidden="true" /> Quick list
        </Button>
      </div>
      <Head attempt={attempt} />
      {attempt.error_message && (
        <Notice tone="failed">
          {attempt.error_message}
          {attempt.error_code?.startsWith('ebay_') && (
            <span className="opacity-80"> ({attempt.error_code.replace('ebay_', 'eBay ')})</span>
          )}
        </Notice>
      )}
      <section aria-label="Steps on eBay" className="rounded-card border border-line p-4">
        <AttemptSteps attempt={attempt} />
      </section>
      <Actions attempt={attempt} />
    </div>
  )
}

function Head({ attempt }: { attempt: QuickList }) {
  const format = useFormat()
  const { tone, word } = STATE_WORDS[attempt.state]
  return (
    <header className="flex gap-4">
      <ProductImage url={attempt.picture_url} size="large" />
      <div className="min-w-0">
        <h2 className="break-words text-lead font-semibold">{attempt.title}</h2>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-table text-muted">
          <Badge tone={tone}>{word}</Badge>
          <span className="tabular-nums">{formatMoney(attempt.price_cents, attempt.currency, format.locale)}</span>
          <span>SKU {attempt.sku}</span>
        </p>
      </div>
    </header>
  )
}

function Actions({ attempt }: { attempt: QuickList }) {
  const { goTo } = useQuickListAddress()
  if (attempt.state === 'listed') {
    return (
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => goTo({})}>
          List another
        </Button>
        <Link to={addresses.listings({ search: attempt.sku })} className={buttonStyle()}>
          Open in Listings
        </Link>
        {attempt.listing_url && (
          <a href={attempt.listing_url} target="_blank" rel="noreferrer" className={buttonStyle()}>
            <ExternalLink aria-hidden="true" /> View on eBay
          </a>
        )}
      </div>
    )
  }
  if (attempt.state === 'failed') {
    return (
      <div className="flex flex-wrap gap-2">
        <RetryButton attempt={attempt} variant="primary" />
        <Button onClick={() => goTo({ asin: attempt.asin, fromId: attempt.id })}>Change something</Button>
      </div>
    )
  }
  return <p className="text-muted">You may leave this page. What happens is kept under recent tries.</p>
}

// Other lists show the new listing too.
function useRefreshWhenListed(attempt: QuickList | undefined) {
  const queryClient = useQueryClient()
  const isListed = attempt?.state === 'listed'
  useEffect(() => {
    if (!isListed) return
    for (const queryKey of [queryKeys.listings, queryKeys.products, [...queryKeys.quickList, 'recent']]) {
      void queryClient.invalidateQueries({ queryKey })
    }
  }, [isListed, queryClient])
}
