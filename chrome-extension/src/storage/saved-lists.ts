import { PanelTasks } from '#core/tasks/panel.ts'
import { patchGroup } from '#core/tasks/patch-group.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { database } from './database.ts'

/** Enough for the first screens; the rest is loaded. */
const MOST_GROUPS = 50
const MOST_LISTS = 12

export type SavedList = { filters: string; list: PanelTasks; saved_at_ms: number }

/** Keeps the list for the next start of the panel. `filters` is the list's key. */
export async function saveList(account: string, filters: string, list: PanelTasks): Promise<void> {
  const db = await database()
  const { store, done } = db.transaction('lists', 'readwrite')
  const groups = list.groups.slice(0, MOST_GROUPS)
  // Without the groups that are left out, there is no cursor to continue from.
  const next_cursor = groups.length < list.groups.length ? null : list.next_cursor
  await store.put({ account, filters, saved_at_ms: Date.now(), list: { ...list, groups, next_cursor } })
  const all = await store.getAll()
  const old = all.toSorted((a, b) => b.saved_at_ms - a.saved_at_ms).slice(MOST_LISTS)
  // Another person's lists leave the disk as soon as this one has some.
  const others = all.filter((entry) => entry.account !== account)
  for (const entry of new Set([...old, ...others])) await store.delete([entry.account, entry.filters])
  await done
}

/** The person's saved lists; one of another version of the extension is left out. */
export async function readLists(account: string): Promise<SavedList[]> {
  const db = await database()
  const found = await db.getAll('lists', IDBKeyRange.bound([account, ''], [account, '\uffff']))
  return found.flatMap(({ filters, list, saved_at_ms }) => {
    const parsed = PanelTasks.safeParse(list)
    return parsed.success ? [{ filters, list: parsed.data, saved_at_ms }] : []
  })
}

/** Shows a saved change in the lists on disk, so that an offline start does not bring the old state back. */
export async function patchSavedLists(account: string, task: InfluencerTask): Promise<void> {
  const db = await database()
  const { store, done } = db.transaction('lists', 'readwrite')
  for (const entry of await store.getAll(IDBKeyRange.bound([account, ''], [account, '\uffff']))) {
    const parsed = PanelTasks.safeParse(entry.list)
    if (!parsed.success) continue
    const groups = parsed.data.groups.map((group) => patchGroup(group, task))
    await store.put({ ...entry, list: { ...parsed.data, groups } })
  }
  await done
}

/** Deletes every saved list. */
export async function clearLists(): Promise<void> {
  const db = await database()
  await db.clear('lists')
}
