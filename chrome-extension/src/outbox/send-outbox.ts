import { ApiError, NetworkError } from '#core/http/client.ts'
import { mayPassLater } from '#core/http/repeat.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { UpdateTask } from '#core/tasks/schema.ts'
import { AccountChangedError, apiAs } from '../lib/api.ts'
import { accountOf } from '../storage/database.ts'
import { type SignedIn, sessionItem } from '../storage/items.ts'
import { patchSavedLists } from '../storage/saved-lists.ts'
import { type Outcome, settle, takeNext } from './outbox.ts'
import type { OutboxItem } from './outbox-item.ts'

/** After so many failures of the server at one change, the others do not wait for it any longer. */
const MOST_FAILURES = 5

/**
 * Sends what waits, one change after another, until nothing is left, the network is lost, or nobody is signed in. One
 * window or worker sends at a time; a sender that dies releases the lock, and its change is asked about again under
 * the same key, so that it has its effect once.
 */
export const sendOutbox = (): Promise<void> => navigator.locks.request('opsyncpro.outbox', sendAll)

async function sendAll(): Promise<void> {
  for (;;) {
    const session = await sessionItem.read()
    if (session.state === 'signed_out') return
    const item = await takeNext(accountOf(session))
    if (!item) return
    const outcome = await send(session, item)
    if (outcome === 'later') return
    if (outcome === 'other_account') continue
    if ('task' in outcome) await patchSavedLists(item.account, outcome.task)
    await settle(item, outcome)
    if (outcome.outcome === 'failed') return
  }
}

async function send(session: SignedIn, item: OutboxItem): Promise<Outcome | 'later' | 'other_account'> {
  try {
    const request = { params: { id: item.task_id }, body: bodyOf(item), idempotencyKey: item.key }
    const task = await apiAs(item.account)(tasksContract.update, request)
    const isCompletion = item.change.kind === 'status' && item.change.to === 'completed'
    if (!isCompletion || task.completion_id === item.key || task.completed_at === null)
      return { outcome: 'saved', task }
    const by = { by: task.completed_by_name, by_me: task.completed_by === session.user.id }
    return { outcome: 'elsewhere', task, completed: { ...by, at: task.completed_at } }
  } catch (error) {
    if (error instanceof AccountChangedError) return 'other_account'
    if (error instanceof NetworkError) return 'later'
    if (error instanceof ApiError && (error.is('not_signed_in') || error.problem.status === 429)) return 'later'
    if (error instanceof ApiError && !mayPassLater(error)) return { outcome: 'refused', reason: refusalWords(error) }
    // A database that is restarting says so; anything else is a failure at this very change.
    if (error instanceof ApiError && error.problem.status === 503) return 'later'
    const failures = item.failures + 1
    if (failures < MOST_FAILURES) return { outcome: 'failed', failures }
    return { outcome: 'refused', reason: 'The server failed at this change several times.' }
  }
}

function refusalWords(error: ApiError): string {
  if (error.is('task_not_found')) return 'The task was deleted in the meantime.'
  return /[.!?]$/.test(error.message) ? error.message : `${error.message}.`
}

function bodyOf({ change, key, created_at }: OutboxItem): UpdateTask {
  if (change.kind === 'note') return { note: change.note }
  if (change.kind === 'page_url') return { page_url: change.page_url }
  if (change.to !== 'completed') return { status: change.to }
  return { status: 'completed', completion: { id: key, at: created_at } }
}
