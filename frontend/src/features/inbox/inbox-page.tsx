import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Inbox, LockKeyhole, MessageCircle, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { Link, Outlet, useParams } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useSelection } from '#app/components/data-table/use-selection.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { SearchInput } from '#app/components/search-input.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useIsWide } from '#app/lib/media-query.ts'
import type { InboxAccount } from '#core/social/inbox/contract.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ConversationList } from './conversation-list.tsx'
import { inboxQueries } from './inbox.queries.ts'
import { useInboxAddress } from './inbox-address.ts'
import { InboxNotices } from './inbox-notices.tsx'
import { InboxSettings } from './inbox-settings.tsx'
import { SelectedConversations } from './selected-conversations.tsx'
import { useInboxKeys } from './use-inbox-keys.ts'
import { useReadInbox } from './use-read-inbox.ts'
import { ViewTabs } from './view-tabs.tsx'

/** What the open conversation knows about the list. */
export type InboxOutlet = { listAddress: string }

const ALL = 'all'

/** Messages of the connected Instagram accounts. */
export function InboxPage() {
  const { data: me, isPending } = useQuery(meQuery())
  if (isPending || me?.role === 'uploader') {
    return (
      <PageLayout title="Inbox">
        {isPending ? (
          <TableSkeleton label="Loading the inbox" />
        ) : (
          <EmptyState icon={LockKeyhole} title="The inbox is for owners and managers">
            It shows messages of your followers. Your uploads are listed under Tasks.
          </EmptyState>
        )}
      </PageLayout>
    )
  }
  return <Conversations />
}

function Conversations() {
  const { id: openId } = useParams()
  const filtering = useInboxAddress()
  const { address, setAddress, addressWith } = filtering
  const isWide = useIsWide()
  const { data: settings } = useQuery(inboxQueries.settings())
  const list = usePagedRows(
    useInfiniteQuery(inboxQueries.list({ ...address, account: address.account })),
    ({ items }) => items,
  )
  const ids = useMemo(() => list.rows.map(({ id }) => id), [list.rows])
  const selection = useSelection(JSON.stringify(address), ids)
  const search = addressWith({})
  const addressOf = (id: string) => addresses.conversation(id, search)
  const accounts = settings?.items ?? []
  const active = accounts.filter(({ is_on }) => is_on)
  useReadInbox(active.length > 0)
  useInboxKeys({ ids, openId, addressOf })

  const showsList = isWide || openId === undefined
  const showsPane = isWide || openId !== undefined
  return (
    <div className={cn('flex flex-col', isWide ? 'h-dvh' : 'h-[calc(100dvh-64px)]')}>
      <title>Inbox · OpSyncPro</title>
      {showsList && (
        <header className="flex min-h-16 shrink-0 items-center justify-between gap-4 px-4 pt-2 md:px-6">
          <h1 className="text-title font-semibold tracking-tight md:text-page">Inbox</h1>
          <InboxSettings accounts={accounts} />
        </header>
      )}
      {showsList && <InboxNotices accounts={accounts} />}
      <div className="flex min-h-0 flex-1 border-t border-line">
        {showsList && (
          <div className="flex min-h-0 w-full shrink-0 flex-col md:w-80 md:border-r md:border-line lg:w-96">
            <div className="flex flex-col gap-2 border-b border-line p-3">
              <ViewTabs view={address.view} onChange={(view) => setAddress({ view })} />
              <div className="md:[&>div]:w-full">
                <SearchInput
                  label="Search the inbox"
                  placeholder="Search names and messages"
                  value={address.q}
                  onChange={(q) => setAddress({ q })}
                />
              </div>
              {active.length > 1 && (
                <Select
                  label="Account"
                  className="w-full max-md:h-11"
                  value={address.account ?? ALL}
                  onChange={(value) => setAddress({ account: value === ALL ? undefined : value })}
                  options={[
                    { value: ALL, label: 'All accounts' },
                    ...accounts.map(({ connection_id, name }) => ({ value: connection_id, label: name })),
                  ]}
                />
              )}
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto">
              <ListStates
                list={list}
                skeleton={<TableSkeleton label="Loading conversations" />}
                failure="Conversations couldn't be loaded"
                empty={
                  filtering.hasFilters ? (
                    <NoResults onClear={filtering.clearFilters} />
                  ) : (
                    <NothingHere view={address.view} accounts={settings?.items} />
                  )
                }
              >
                <ConversationList
                  conversations={list.rows}
                  openId={openId}
                  addressOf={addressOf}
                  selection={selection}
                  isStale={list.isStale}
                  showsAccount={active.length > 1}
                />
              </ListStates>
            </div>
          </div>
        )}
        {showsPane && (
          <div className="min-h-0 min-w-0 flex-1">
            {openId === undefined ? (
              <EmptyState icon={MessageCircle} title="Choose a conversation">
                Press j and k to go through them, r to reply, e to resolve.
              </EmptyState>
            ) : (
              <Outlet context={{ listAddress: addresses.inbox(search) } satisfies InboxOutlet} />
            )}
          </div>
        )}
      </div>
      <SelectedConversations
        conversations={list.rows.filter(({ id }) => selection.isSelected(id))}
        onClear={selection.clear}
      />
    </div>
  )
}

function NoResults({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No matching conversations"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      No name or message matches.
    </EmptyState>
  )
}

const EMPTY_WORDS = {
  open: ['All caught up', 'New messages appear here as they arrive.'],
  unread: ['Nothing unread', 'Every message was read.'],
  mine: ['Nothing assigned to you', 'Conversations that someone assigns to you appear here.'],
  unassigned: ['Nothing unassigned', 'Every open conversation has someone who answers it.'],
  resolved: ['Nothing resolved yet', 'Resolve a conversation when it needs no answer. A new message opens it again.'],
  all: ['No conversations yet', 'Messages of your followers appear here as they arrive.'],
} as const

function NothingHere({
  view,
  accounts,
}: {
  view: keyof typeof EMPTY_WORDS
  accounts: readonly InboxAccount[] | undefined
}) {
  if (accounts?.length === 0) {
    return (
      <EmptyState
        icon={Inbox}
        title="Connect an Instagram account"
        action={
          <Link to={addresses.connections()} className={buttonStyle({ variant: 'primary' })}>
            Connect Instagram
          </Link>
        }
      >
        Then messages of your followers appear here, with the time that is left to reply.
      </EmptyState>
    )
  }
  if (accounts?.every(({ is_on }) => !is_on)) {
    return (
      <EmptyState icon={Inbox} title="The inbox is off" action={<InboxSettings accounts={accounts} isPrimary />}>
        Choose the accounts whose messages you answer here.
      </EmptyState>
    )
  }
  const [title, words] = EMPTY_WORDS[view]
  return (
    <EmptyState icon={Inbox} title={title}>
      {words}
    </EmptyState>
  )
}
