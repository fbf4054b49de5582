import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { PackageX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import { CreateQuickList } from '#core/quick-list/schema.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { quickListQueries } from './quick-list.queries.ts'
import { ReviewForm } from './review-form.tsx'
import { useQuickListAddress } from './use-quick-list-address.ts'

/** The looked-up values of an ASIN, to review before anything is listed. */
export function Review({ asin }: { asin: string }) {
  const { address } = useQuickListAddress()
  const earlier = useQuery({ ...quickListQueries.one(address.fromId ?? ''), enabled: address.fromId !== null })
  const input = CreateQuickList.safeParse(earlier.data?.input).data ?? null
  const [chosen, setChosen] = useState<string | null>(null)
  const categoryId = chosen ?? input?.category_id ?? null
  const isReady = address.fromId === null || !earlier.isPending
  const check = useQuery({
    ...quickListQueries.check(asin, categoryId),
    enabled: isReady,
    placeholderData: keepPreviousData,
  })

  if (!check.data) {
    if (check.error)
      return (
        <NotFound asin={asin} error={check.error} onRetry={() => void check.refetch()} isRetrying={check.isFetching} />
      )
    return <ReviewSkeleton />
  }
  return (
    <ReviewForm
      check={check.data}
      earlier={input}
      isChanging={check.isPlaceholderData}
      categoryError={check.isError ? check.error.message : null}
      onCategory={setChosen}
    />
  )
}

type NotFoundProps = { asin: string; error: Error; onRetry: () => void; isRetrying: boolean }

function NotFound({ asin, error, onRetry, isRetrying }: NotFoundProps) {
  const { goTo } = useQuickListAddress()
  if (error instanceof ApiError && error.is('sku_live')) {
    return (
      <EmptyState
        icon={PackageX}
        title="This product is on sale already"
        action={
          <Link to={addresses.listings({ search: asin })} className={buttonStyle()}>
            Open in Listings
          </Link>
        }
      >
        {error.message}
      </EmptyState>
    )
  }
  if (error instanceof ApiError && error.is('quick_list_not_ready')) {
    return (
      <EmptyState
        icon={PackageX}
        title="Something is not chosen yet"
        action={<Button onClick={() => goTo({ view: 'settings' })}>Open the settings</Button>}
      >
        {error.message}
      </EmptyState>
    )
  }
  if (error instanceof ApiError && error.is('asin_unknown')) {
    return (
      <EmptyState
        icon={PackageX}
        title="Keepa does not know this ASIN"
        action={<Button onClick={() => goTo({})}>Back</Button>}
      >
        {error.message} Check it for a typing error.
      </EmptyState>
    )
  }
  return (
    <ErrorState
      title="The product couldn't be found on Amazon"
      error={error}
      onRetry={onRetry}
      isRetrying={isRetrying}
    />
  )
}

function ReviewSkeleton() {
  return (
    <div role="status" aria-label="Looking the product up" className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex flex-col gap-5">
        <Skeleton className="h-14" />
        <Skeleton className="h-40" />
        <Skeleton className="h-56" />
      </div>
      <Skeleton className="h-96" />
    </div>
  )
}
