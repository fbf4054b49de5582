import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { useShortcuts } from '#ui/keyboard.ts'
import { TaskGroups } from './task-groups.tsx'
import { TaskHistory } from './task-history.tsx'
import { useTasksAddress } from './tasks-address.ts'
import { TasksToolbar } from './tasks-toolbar.tsx'

const VIEWS = [
  { value: 'videos', label: 'By video' },
  { value: 'history', label: 'History' },
] as const

/** The uploads to do, and the completed ones. */
export function TasksPage() {
  const filtering = useTasksAddress()
  const { address, setAddress } = filtering
  useRowKeys()
  useShortcuts({ x: () => document.activeElement?.querySelector<HTMLElement>('[data-complete]')?.click() })
  return (
    <PageLayout title="Tasks">
      <Tabs label="View" value={address.view} onChange={(view) => setAddress({ view })} tabs={VIEWS}>
        <div className="flex flex-wrap items-center gap-2 py-4">
          <TasksToolbar {...filtering} />
        </div>
        {address.view === 'videos' ? <TaskGroups filtering={filtering} /> : <TaskHistory filtering={filtering} />}
      </Tabs>
    </PageLayout>
  )
}
