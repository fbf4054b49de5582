import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Plus, SearchX, Send, Settings, X } from 'lucide-react'
import { Link } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { EditorsOnly } from '#app/domains/social/editors-only.tsx'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { NETWORK_NAMES, SocialNetwork } from '#core/social/networks.ts'
import type { PostCounts } from '#core/social/posts/schema.ts'
import { POST_STATE_WORDS } from '#core/social/posts/words.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PostRow } from './post-row.tsx'
import { usePostsAddress } from './posts-address.ts'

const NewLink = () => (
  <Link to={addresses.newPost()} className={buttonStyle({ variant: 'primary' })}>
    <Plus aria-hidden="true" /> New post
  </Link>
)

/** Every post with its state, results and reasons. */
export function PostsPage() {
  return (
    <PageLayout
      title="Posts"
      actions={
        <>
          <Link
            to={addresses.postSettings()}
            aria-label="Post settings"
            className={buttonStyle({ variant: 'quiet', size: 'icon' })}
          >
            <Settings aria-hidden="true" />
          </Link>
          <NewLink />
        </>
      }
    >
      <EditorsOnly>
        <Posts />
      </EditorsOnly>
    </PageLayout>
  )
}

const ALL = 'all'
const SHOWN_STATES = ['scheduled', 'draft', 'posted'] as const

function tabsOf(counts: PostCounts | undefined) {
  const withCount = (label: string, count: number | undefined) => (count ? `${label} ${count.toLocaleString()}` : label)
  return [
    { value: ALL, label: withCount('All', counts?.total) },
    ...SHOWN_STATES.map((state) => ({
      value: state,
      label: withCount(POST_STATE_WORDS[state], counts?.by_state[state]),
    })),
    { value: 'attention', label: withCount('Needs attention', counts?.attention) },
  ] as const
}

function Posts() {
  const { address, setAddress, filters, hasFilters, clearFilters } = usePostsAddress()
  const { data: counts } = useQuery(postQueries.counts())
  const list = usePagedRows(useInfiniteQuery(postQueries.list(filters)), ({ items }) => items)
  useRowKeys()
  return (
    <Tabs
      label="State"
      value={address.state ?? ALL}
      onChange={(state) => setAddress({ state: state === ALL ? undefined : state })}
      tabs={tabsOf(counts)}
    >
      <div className="flex flex-wrap items-center gap-2 py-4">
        <SearchInput
          label="Search posts"
          placeholder="Search caption, product, ASIN"
          value={address.q}
          onChange={(q) => setAddress({ q })}
        />
        <Select
          label="Network"
          className="w-40"
          value={address.network ?? ALL}
          onChange={(network) => setAddress({ network: network === ALL ? undefined : network })}
          options={[
            { value: ALL, label: 'Any network' },
            ...SocialNetwork.options.map((value) => ({ value, label: NETWORK_NAMES[value] })),
          ]}
        />
        {hasFilters && (
          <Button variant="quiet" onClick={clearFilters}>
            <X aria-hidden="true" /> Clear filters
          </Button>
        )}
      </div>
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading posts" rows={6} />}
        failure="The posts could not be loaded"
        empty={
          hasFilters ? (
            <EmptyState
              icon={SearchX}
              title="No matching posts"
              action={<Button onClick={clearFilters}>Clear filters</Button>}
            >
              No post matches this search and these filters.
            </EmptyState>
          ) : (
            <EmptyState icon={Send} title="No posts yet" action={<NewLink />}>
              Write a post from one of your videos. It goes to every account you choose, now or at a time.
            </EmptyState>
          )
        }
      >
        <RowsList
          label="Posts"
          isStale={list.isStale}
          className="divide-y divide-line rounded-card border border-line bg-surface"
        >
          {list.rows.map((post) => (
            <PostRow key={post.id} post={post} />
          ))}
        </RowsList>
      </ListStates>
    </Tabs>
  )
}
