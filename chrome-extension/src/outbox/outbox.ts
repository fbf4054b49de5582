import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { database } from '../storage/database.ts'
import { outboxItem } from '../storage/items.ts'
import { type OutboxChange, OutboxItem } from './outbox-item.ts'

type Task = Pick<InfluencerTask, 'id' | 'asin' | 'marketplace'>

/** `added`; `joined`: the same change waits already; `taken_back`: an unsent change was deleted instead. */
export type Added = 'added' | 'joined' | 'taken_back'

/**
 * Keeps a change on disk. The same change twice, from any window, is one; the opposite of a change that was not sent
 * yet deletes that change. Both are decided in the transaction that writes.
 */
export async function addToOutbox(account: string, task: Task, change: OutboxChange): Promise<Added> {
  const db = await database()
  const { store, done } = db.transaction('outbox', 'readwrite')
  const mine = itemsOf(await store.index('account').getAll(account)).filter(
    (item) => item.task_id === task.id && item.state === 'waiting',
  )
  const added = await decide()
  await done
  await announce()
  return added

  async function decide(): Promise<Added> {
    const last = mine.findLast((item) => item.change.kind === change.kind)
    if (last && isSame(last.change, change)) return 'joined'
    if (last && !last.was_sent && change.kind !== 'status') {
      await store.put({ ...last, change })
      return 'added'
    }
    if (last && change.kind === 'status' && last.change.kind === 'status' && last.change.from === change.to) {
      if (!last.was_sent) {
        // A link belongs to the completion that is taken back.
        const links = mine.filter((item) => item.seq > last.seq && item.change.kind === 'page_url')
        for (const { seq } of [last, ...links]) await store.delete(seq)
        return 'taken_back'
      }
    }
    const item: Omit<OutboxItem, 'seq'> = {
      account,
      key: crypto.randomUUID(),
      task_id: task.id,
      name: `${task.asin} in ${task.marketplace}`,
      change,
      undoes: last?.change.kind === 'status' && change.kind === 'status' ? last.key : null,
      created_at: new Date().toISOString(),
      state: 'waiting',
      was_sent: false,
      failures: 0,
      reason: null,
      completed: null,
    }
    await store.add(item)
    return 'added'
  }
}

function isSame(a: OutboxChange, b: OutboxChange): boolean {
  if (a.kind === 'status' && b.kind === 'status') return a.to === b.to
  if (a.kind === 'note' && b.kind === 'note') return a.note === b.note
  return a.kind === 'page_url' && b.kind === 'page_url' && a.page_url === b.page_url
}

/** The person's changes in the order in which they were made. */
export async function readOutbox(account: string): Promise<OutboxItem[]> {
  const db = await database()
  return itemsOf(await db.getAllFromIndex('outbox', 'account', account))
}

/** The next change to send, noted as sent: from now on it may have had its effect. */
export async function takeNext(account: string): Promise<OutboxItem | undefined> {
  const db = await database()
  const { store, done } = db.transaction('outbox', 'readwrite')
  const next = itemsOf(await store.index('account').getAll(account)).find((item) => item.state === 'waiting')
  if (next && !next.was_sent) await store.put({ ...next, was_sent: true })
  await done
  return next
}

/** What the server said to a change. */
export type Outcome =
  | { outcome: 'saved'; task: InfluencerTask }
  | { outcome: 'elsewhere'; task: InfluencerTask; completed: NonNullable<OutboxItem['completed']> }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'failed'; failures: number }

/** Stores the answer. What takes back a change that had no effect goes with it. */
export async function settle(item: OutboxItem, outcome: Outcome): Promise<void> {
  const db = await database()
  const { store, done } = db.transaction('outbox', 'readwrite')
  if (outcome.outcome === 'saved') await store.delete(item.seq)
  else if (outcome.outcome === 'failed') await store.put({ ...item, was_sent: true, failures: outcome.failures })
  else {
    const followers = itemsOf(await store.index('account').getAll(item.account)).filter(
      ({ undoes, task_id, change, seq }) =>
        undoes === item.key || (task_id === item.task_id && seq > item.seq && change.kind === 'page_url'),
    )
    for (const { seq } of item.change.kind === 'status' ? followers : []) await store.delete(seq)
    const read = outcome.outcome === 'refused' ? { reason: outcome.reason } : { completed: outcome.completed }
    await store.put({ ...item, was_sent: true, state: outcome.outcome, ...read })
  }
  await done
  await announce('task' in outcome ? outcome.task : undefined)
}

/** Puts a refused change back into its place in the queue. */
export async function retryItem({ seq }: OutboxItem): Promise<void> {
  const db = await database()
  const { store, done } = db.transaction('outbox', 'readwrite')
  const [item] = itemsOf([await store.get(seq)])
  if (item?.state === 'refused') await store.put({ ...item, state: 'waiting', reason: null, failures: 0 })
  await done
  await announce()
}

/** Removes a change that was refused or read. A waiting one stays: it may have been sent. */
export async function dismissItem({ seq }: OutboxItem): Promise<void> {
  const db = await database()
  const { store, done } = db.transaction('outbox', 'readwrite')
  const [item] = itemsOf([await store.get(seq)])
  if (item && item.state !== 'waiting') await store.delete(seq)
  await done
  await announce()
}

/** Tells every window and the worker that the outbox changed, and which task the server saved. */
export const announce = (task?: InfluencerTask): Promise<unknown> =>
  outboxItem.update(({ number }) => ({ number: number + 1, saved: task ?? null }))

const itemsOf = (values: readonly unknown[]): OutboxItem[] =>
  values.flatMap((value) => {
    const parsed = OutboxItem.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })

/** The change that makes a status from another. */
export const statusChange = (from: TaskStatus, to: TaskStatus): OutboxChange => ({ kind: 'status', from, to })
