import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { MARKETPLACES } from '#core/marketplaces.ts'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import { useShortcuts } from '#ui/keyboard.ts'
import type { OutboxItem } from '../../outbox/outbox-item.ts'
import { uploadsOf, withOutbox } from '../../outbox/overlay.ts'
import { accountOf } from '../../storage/database.ts'
import type { SignedIn } from '../../storage/items.ts'
import { AccountBar } from '../account/account-bar.tsx'
import { startDownload } from '../downloads/use-download.ts'
import { KeyList } from '../key-list.tsx'
import { OutboxBar } from '../outbox/outbox-bar.tsx'
import { useOutbox } from '../outbox/use-outbox.ts'
import { moveFocus, pressInRow } from '../row-focus.ts'
import { GroupList } from './group-list.tsx'
import { GroupView } from './group-view.tsx'
import { TasksToolbar } from './tasks-toolbar.tsx'
import { type GroupFiltering, useGroupFilters } from './use-group-filters.ts'
import { useRestoredLists, useTaskList } from './use-task-list.ts'

const BACK_KEY = 'Escape'

/** The remaining uploads: what was there last time at once, then what the server says. */
export function TasksView({ session }: { session: SignedIn }) {
  const account = accountOf(session)
  const filtering = useGroupFilters()
  const isRestored = useRestoredLists(account)
  // These take a few milliseconds; an empty page flickers less than a wrong one.
  const { items, done } = useOutbox(account)
  if (!isRestored || !filtering.isReady || !items) return null
  return <Tasks session={session} account={account} filtering={filtering} items={items} done={done} />
}

type TasksProps = {
  session: SignedIn
  account: string
  filtering: GroupFiltering
  items: OutboxItem[]
  done: InfluencerTask[]
}

/** The groups, or one open group. */
function Tasks({ session, account, filtering, items, done }: TasksProps) {
  const taskList = useTaskList(account, filtering.filters)
  const { query, list } = taskList
  const [opened, setOpened] = useState<TaskGroup>()
  const [isKeyListOpen, setKeyListOpen] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const lastOpenedKey = useRef<string>(undefined)

  const loaded = list?.groups ?? []
  const groups = withOutbox(loaded, items)
  const current = opened && (loaded.find(({ key }) => key === opened.key) ?? withoutPending(opened))
  const [group] = current ? withOutbox([withDone(current, done)], items) : []

  function open(next: TaskGroup) {
    lastOpenedKey.current = next.key
    setOpened(next)
  }

  function search() {
    // The field may appear only now, and the next key belongs to it.
    flushSync(() => setOpened(undefined))
    searchRef.current?.focus()
  }

  useShortcuts({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    c: () => void pressInRow('complete'),
    d: () => {
      if (group?.video) startDownload({ video_id: group.video.id, language: null })
      else pressInRow('download')
    },
    [BACK_KEY]: () => setOpened(undefined),
    '/': search,
    '?': () => setKeyListOpen(true),
  })

  return (
    <div className="flex min-h-dvh flex-col">
      {group ? (
        <GroupView
          account={account}
          myId={session.user.id}
          items={items}
          group={group}
          onBack={() => setOpened(undefined)}
        />
      ) : (
        <>
          <TasksToolbar
            filtering={filtering}
            list={list}
            completedHere={uploadsOf(items, new Date())}
            searchRef={searchRef}
          />
          <GroupList
            taskList={taskList}
            groups={groups}
            filtering={filtering}
            origin={session.origin}
            onOpen={open}
            focusKey={lastOpenedKey.current}
          />
        </>
      )}
      <div className="sticky bottom-0 z-10">
        <OutboxBar items={items} />
        <AccountBar session={session} query={query} onKeys={() => setKeyListOpen(true)} />
      </div>
      <KeyList isOpen={isKeyListOpen} onClose={() => setKeyListOpen(false)} />
    </div>
  )
}

/** The list no longer has the group: all of its tasks were done, here or elsewhere. */
const withoutPending = (group: TaskGroup): TaskGroup => ({ ...group, tasks: [] })

/** The group with its tasks that were done here; the list of pending tasks has them no more. */
function withDone(group: TaskGroup, done: readonly InfluencerTask[]): TaskGroup {
  const videoId = group.video?.id ?? null
  const known = new Set(group.tasks.map(({ id }) => id))
  const more = done.filter(
    ({ id, search_asin, video_id }) => search_asin === group.search_asin && video_id === videoId && !known.has(id),
  )
  if (more.length === 0) return group
  // In the order of the list, so that a row stays where it was.
  const place = ({ asin, search_asin, marketplace }: InfluencerTask) =>
    `${Number(asin !== search_asin)} ${asin} ${MARKETPLACES.findIndex(({ code }) => code === marketplace)}`
  return { ...group, tasks: [...group.tasks, ...more].toSorted((a, b) => (place(a) < place(b) ? -1 : 1)) }
}
