import type { PanelTasks } from '#core/tasks/panel.ts'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { sampleMe } from './samples.ts'

/** The answer that opens the panel, with these groups. */
export const samplePanel = (groups: TaskGroup[], change: Partial<PanelTasks> = {}): PanelTasks => ({
  groups,
  next_cursor: null,
  total: groups.length,
  pending: groups.flatMap(({ tasks }) => tasks).filter(({ status }) => status === 'pending').length,
  pace: { today: 0, usual: null },
  me: sampleMe,
  marketplaces: ['US', 'CA', 'UK', 'DE', 'AU'],
  owners: [],
  ...change,
})
