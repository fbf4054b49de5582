import { useQuery } from '@tanstack/react-query'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { useShortcuts } from '#ui/keyboard.ts'
import { Placements } from './placements/placements.tsx'
import { TaskGroups } from './task-groups.tsx'
import { TaskHistory } from './task-history.tsx'
import { useTasksAddress } from './tasks-address.ts'
import { TasksToolbar } from './tasks-toolbar.tsx'
import { useTasksWatch } from './use-tasks-watch.ts'

const VIEWS = [
  { value: 'videos', label: 'By video' },
  { value: 'history', label: 'History' },
] as const
// An uploader reads tasks, and nothing that says why.
const PLACEMENTS = { value: 'placements', label: 'Placements' } as const

/** The uploads to do, and the completed ones. */
export function TasksPage() {
  const filtering = useTasksAddress()
  const { address, setAddress } = filtering
  const { data: me } = useQuery(meQuery())
  const seesPlacements = me !== undefined && me.role !== 'uploader'
  const view = address.view === 'placements' && !seesPlacements ? 'videos' : address.view
  useRowKeys()
  useTasksWatch()
  useShortcuts({ x: () => document.activeElement?.querySelector<HTMLElement>('[data-complete]')?.click() })
  return (
    <PageLayout title="Tasks">
      <Tabs
        label="View"
        value={view}
        onChange={(next) => setAddress({ view: next })}
        tabs={seesPlacements ? [...VIEWS, PLACEMENTS] : VIEWS}
      >
        <div className="flex flex-wrap items-center gap-2 py-4">
          <TasksToolbar {...filtering} />
        </div>
        {view === 'videos' && <TaskGroups filtering={filtering} />}
        {view === 'history' && <TaskHistory filtering={filtering} />}
        {view === 'placements' && <Placements filtering={filtering} />}
      </Tabs>
    </PageLayout>
  )
}
