import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { useShortcuts } from '#ui/keyboard.ts'
import type { SignedIn } from '../../storage/items.ts'
import { AccountBar } from '../account/account-bar.tsx'
import { startDownload } from '../downloads/use-download.ts'
import { KeyList } from '../key-list.tsx'
import { moveFocus, pressInRow } from '../row-focus.ts'
import { GroupList } from './group-list.tsx'
import { GroupView } from './group-view.tsx'
import { panelQueries } from './panel-queries.ts'
import { TasksToolbar } from './tasks-toolbar.tsx'
import { useGroupFilters } from './use-group-filters.ts'

const BACK_KEY = 'Escape'

/** The remaining uploads: the groups, or one open group. */
export function TasksView({ session }: { session: SignedIn }) {
  const filtering = useGroupFilters()
  const query = useInfiniteQuery(panelQueries.groups(filtering.filters))
  const [opened, setOpened] = useState<TaskGroup>()
  const [isKeyListOpen, setKeyListOpen] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const lastOpenedKey = useRef<string>(undefined)

  const groups = query.data?.pages.flatMap((page) => page.groups) ?? []
  const group = opened && (groups.find(({ key }) => key === opened.key) ?? withoutPending(opened))

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
        <GroupView group={group} onBack={() => setOpened(undefined)} />
      ) : (
        <>
          <TasksToolbar filtering={filtering} searchRef={searchRef} />
          <GroupList
            query={query}
            groups={groups}
            filtering={filtering}
            origin={session.origin}
            onOpen={open}
            focusKey={lastOpenedKey.current}
          />
        </>
      )}
      <AccountBar session={session} query={query} onKeys={() => setKeyListOpen(true)} />
      <KeyList isOpen={isKeyListOpen} onClose={() => setKeyListOpen(false)} />
    </div>
  )
}

/** The list no longer has the group: all of its tasks were done, here or elsewhere. */
const withoutPending = (group: TaskGroup): TaskGroup => ({ ...group, tasks: [] })
