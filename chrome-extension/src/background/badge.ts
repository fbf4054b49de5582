import { tasksContract } from '#core/tasks/contract.ts'
import { api } from '../lib/api.ts'
import { readOutbox } from '../outbox/outbox.ts'
import { accountOf } from '../storage/database.ts'
import { pendingItem, sessionItem } from '../storage/items.ts'

type Badge = { text: string; title: string; color: string }

// The panel's accent, waiting and failed colors.
const COLORS = { pending: '#52525b', waiting: '#b45309', refused: '#b91c1c' } as const

/**
 * The badge of the toolbar button. Changes that wait to be sent come first, then refused ones, because they need the
 * person or the network; then the pending tasks.
 */
export function badgeOf({ waiting, refused, pending }: { waiting: number; refused: number; pending: number }): Badge {
  if (waiting > 0) {
    return { text: short(waiting), title: `OpSyncPro: ${waiting} waiting to be sent`, color: COLORS.waiting }
  }
  if (refused > 0) {
    return { text: '!', title: `OpSyncPro: ${refused} not saved. Open the panel to see why.`, color: COLORS.refused }
  }
  if (pending > 0) {
    const tasks = pending === 1 ? '1 pending task' : `${pending} pending tasks`
    return { text: short(pending), title: `OpSyncPro: ${tasks}`, color: COLORS.pending }
  }
  return { text: '', title: 'Open OpSyncPro', color: COLORS.pending }
}

const short = (count: number) => (count > 999 ? '999+' : String(count))

/** Draws the badge from what is stored; signed out, it is empty. */
export async function drawBadge(): Promise<void> {
  const session = await sessionItem.read()
  const account = session.state === 'signed_in' ? accountOf(session) : undefined
  const items = account === undefined ? [] : await readOutbox(account)
  const pending = await pendingItem.read()
  const { text, title, color } = badgeOf({
    waiting: items.filter(({ state }) => state === 'waiting').length,
    refused: items.filter(({ state }) => state === 'refused').length,
    pending: pending && pending.account === account ? pending.count : 0,
  })
  await Promise.all([
    chrome.action.setBadgeText({ text }),
    chrome.action.setTitle({ title }),
    chrome.action.setBadgeBackgroundColor({ color }),
    chrome.action.setBadgeTextColor({ color: '#ffffff' }),
  ])
}

/** Counts the pending tasks at the server. Without network the last count stays. */
export async function refreshPending(): Promise<void> {
  const session = await sessionItem.read()
  if (session.state === 'signed_out') return
  const { items } = await api(tasksContract.counts)
  const count = items.reduce((sum, { pending }) => sum + pending, 0)
  await pendingItem.write({ account: accountOf(session), count })
}
