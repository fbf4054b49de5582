import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ExternalLink, Eye, EyeOff, TagIcon } from 'lucide-react'
import { useLocation, useOutletContext, useParams } from 'react-router'
import { DetailSheet } from '#app/components/data-table/detail-sheet.tsx'
import { listingCache, listingQueries } from '#app/features/listings/listings.queries.ts'
import type { ListingsOutlet } from '#app/features/listings/listings-page.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { ApiError } from '#core/http/client.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ListingDetails } from './listing-details.tsx'
import { useChangeListing } from './use-change-listing.ts'

/** One listing beside the list it came from; ↑ and ↓ go through that list. */
export function ListingSheet() {
  const { id = '' } = useParams()
  const { ids, pricing } = useOutletContext<ListingsOutlet>()
  const { search } = useLocation()
  const queryClient = useQueryClient()
  const query = useQuery({
    ...listingQueries.detail(id),
    // What the list knows is on screen at once; the answer completes it.
    placeholderData: () => listingCache.find(queryClient, id),
  })
  const title = query.data?.title ?? 'Listing'
  return (
    <DetailSheet
      noun="listing"
      title={title}
      id={id}
      ids={ids}
      listAddress={addresses.listings(search)}
      addressOf={(next) => addresses.listing(next, search)}
      // A listing is drawn with the prices of the page.
      query={pricing ? query : { ...query, data: undefined }}
      missing={{
        isMissing: query.data === undefined && isMissing(query.error),
        icon: TagIcon,
        title: 'This listing is not here',
        words: 'It belongs to another workspace, or its link is wrong.',
      }}
      failure="This listing could not be opened"
      actions={query.data && <Actions listing={query.data} />}
      loading="Loading the listing"
      skeleton={
        <>
          <Skeleton className="h-16" />
          <Skeleton className="h-28" />
          <Skeleton className="h-56" />
        </>
      }
    >
      {(listing) =>
        // Another listing starts with fresh fields and forms.
        pricing && <ListingDetails key={listing.id} listing={listing} pricing={pricing} />
      }
    </DetailSheet>
  )
}

function Actions({ listing }: { listing: ListedListing }) {
  const { change } = useChangeListing()
  const { is_hidden, listing_url } = listing
  return (
    <span className="ml-auto flex items-center gap-1">
      <Button
        variant="quiet"
        size="small"
        onClick={() =>
          change({ listing, patch: { is_hidden: !is_hidden }, words: is_hidden ? 'Shown again' : 'Hidden' })
        }
      >
        {is_hidden ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
        {is_hidden ? 'Show again' : 'Hide'}
      </Button>
      {listing_url && (
        <a
          href={listing_url}
          target="_blank"
          rel="noreferrer"
          className={buttonStyle({ variant: 'quiet', size: 'small' })}
        >
          <ExternalLink aria-hidden="true" /> Open on eBay
        </a>
      )}
    </span>
  )
}

// An address typed by hand may hold anything; the API calls what cannot be an id invalid.
const isMissing = (error: Error | null) =>
  error instanceof ApiError && (error.is('listing_not_found') || error.is('invalid_input'))
