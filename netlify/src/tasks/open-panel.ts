import type { PanelFilters, PanelTasks } from '#core/tasks/panel.ts'
import { getMe } from '../accounts/accounts.repo.ts'
import type { UserContext } from '../context.ts'
import { listEntries } from '../products/lists/crm-lists.repo.ts'
import { countTasks, getUploadPace, listMarketplaces, listTaskGroups } from './tasks.repo.ts'

/** All that the side panel shows, so that opening or refreshing it is one request. */
export async function openPanel(ctx: UserContext, filters: PanelFilters): Promise<PanelTasks> {
  const { db } = ctx
  const [{ groups, next_cursor, total }, counts, pace, me, markets, owners] = await Promise.all([
    listTaskGroups(db, { ...filters, group: 'video', status: 'pending', count: true }),
    countTasks(db),
    getUploadPace(db),
    getMe(ctx),
    listMarketplaces(db),
    listEntries(db, 'crm_owners', { count: false }),
  ])
  return {
    groups,
    next_cursor,
    total: total ?? groups.length,
    pending: counts.items.reduce((sum, { pending }) => sum + pending, 0),
    pace,
    me,
    marketplaces: markets.items.flatMap(({ marketplace, is_enabled }) => (is_enabled ? [marketplace] : [])),
    owners: owners.items.flatMap(({ id, name, is_hidden }) => (is_hidden ? [] : [{ id, name }])),
  }
}
