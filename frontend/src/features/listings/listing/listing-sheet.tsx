import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, ExternalLink, Eye, EyeOff, TagIcon, X } from 'lucide-react'
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { findCachedListing, listingQueries } from '#app/features/listings/listings.queries.ts'
import type { ListingsOutlet } from '#app/features/listings/listings-page.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ListingDetails } from './listing-details.tsx'
import { useChangeListing } from './use-change-listing.ts'

/** One listing beside the list it came from; ↑ and ↓ go through that list. */
export function ListingSheet() {
  const { id = '' } = useParams()
  const { ids, pricing } = useOutletContext<ListingsOutlet>()
  const { search } = useLocation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { change } = useChangeListing()
  const {
    data: listing,
    error,
    isError,
    isFetching,
    refetch,
  } = useQuery({
    ...listingQueries.detail(id),
    // What the list knows is on screen at once; the answer completes it.
    placeholderData: () => findCachedListing(queryClient, id),
  })
  const position = ids.indexOf(id)
  const neighbour = (step: 1 | -1) => (position === -1 ? undefined : ids[position + step])
  const close = () => void navigate(addresses.listings(search), { preventScrollReset: true })
  const goTo = (step: 1 | -1) => {
    const next = neighbour(step)
    if (next) void navigate(addresses.listing(next, search), { replace: true, preventScrollReset: true })
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const { target } = event
    if (target instanceof HTMLElement && target.closest('input, textarea, [role="combobox"], [role="listbox"]')) return
    event.preventDefault()
    goTo(event.key === 'ArrowDown' ? 1 : -1)
  }

  const title = listing?.title ?? 'Listing'
  return (
    <Sheet title={title} onClose={close} onKeyDown={onKeyDown}>
      <title>{`${title} · OpSyncPro`}</title>
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
        <Button variant="quiet" size="icon-small" aria-label="Close" onClick={close}>
          <X aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label="Previous listing"
          disabled={!neighbour(-1)}
          onClick={() => goTo(-1)}
        >
          <ChevronUp aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label="Next listing"
          disabled={!neighbour(1)}
          onClick={() => goTo(1)}
        >
          <ChevronDown aria-hidden="true" />
        </Button>
        {listing && (
          <span className="ml-auto flex items-center gap-1">
            <Button
              variant="quiet"
              size="small"
              onClick={() =>
                change({
                  listing,
                  patch: { is_hidden: !listing.is_hidden },
                  words: listing.is_hidden ? 'Shown again' : 'Hidden',
                })
              }
            >
              {listing.is_hidden ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
              {listing.is_hidden ? 'Show again' : 'Hide'}
            </Button>
            {listing.listing_url && (
              <a
                href={listing.listing_url}
                target="_blank"
                rel="noreferrer"
                className={buttonStyle({ variant: 'quiet', size: 'small' })}
              >
                <ExternalLink aria-hidden="true" /> Open on eBay
              </a>
            )}
          </span>
        )}
      </div>
      <div className="flex-1 overflow-y-auto">
        {isError && !listing && isMissing(error) ? (
          <EmptyState
            icon={TagIcon}
            title="This listing is not here"
            action={<Button onClick={close}>Back to listings</Button>}
          >
            It belongs to another workspace, or its address is not right.
          </EmptyState>
        ) : isError && !listing ? (
          <ErrorState
            title="This listing could not be opened"
            error={error}
            onRetry={() => void refetch()}
            isRetrying={isFetching}
          />
        ) : listing && pricing ? (
          // Another listing starts with fresh fields and forms.
          <ListingDetails key={listing.id} listing={listing} pricing={pricing} />
        ) : (
          <div role="status" aria-label="Loading the listing" className="flex flex-col gap-4 p-5">
            <Skeleton className="h-16" />
            <Skeleton className="h-28" />
            <Skeleton className="h-56" />
          </div>
        )}
      </div>
    </Sheet>
  )
}

// An address typed by hand may hold anything; the API calls what cannot be an id invalid.
const isMissing = (error: Error) =>
  error instanceof ApiError && (error.is('listing_not_found') || error.is('invalid_input'))
