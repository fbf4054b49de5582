import { readOutbox } from '../outbox/outbox.ts'
import { sendOutbox } from '../outbox/send-outbox.ts'
import { accountOf } from '../storage/database.ts'
import { outboxItem, pendingItem, sessionItem } from '../storage/items.ts'
import { clearLists } from '../storage/saved-lists.ts'
import { drawBadge, refreshPending } from './badge.ts'

/** Chrome wakes the worker by these, so that what waits is sent although no panel is open. */
export const ALARMS = { send: 'outbox.send', refresh: 'pending.refresh' } as const
/** The shortest period that Chrome allows. */
const SEND_MINUTES = 0.5
const REFRESH_MINUTES = 10

/**
 * Sends what waits. The alarm is set before the first request, so that a worker that is killed at any moment is started
 * again for the rest.
 */
export async function sendWaiting(): Promise<void> {
  if (!(await isAnythingWaiting())) return
  await chrome.alarms.create(ALARMS.send, { periodInMinutes: SEND_MINUTES })
  await sendOutbox()
  if (!(await isAnythingWaiting())) await chrome.alarms.clear(ALARMS.send)
}

async function isAnythingWaiting(): Promise<boolean> {
  const session = await sessionItem.read()
  // Signed out, it waits for the next sign-in, which wakes the worker itself.
  if (session.state === 'signed_out') return false
  return (await readOutbox(accountOf(session))).some(({ state }) => state === 'waiting')
}

/** Registers the worker's listeners for the outbox and the badge. Call it at the top level. */
export function listenForOutbox(): void {
  const ignoreOffline = () => {}
  chrome.alarms.onAlarm.addListener(({ name }) => {
    sendWaiting().catch(console.error)
    if (name === ALARMS.refresh) refreshPending().catch(ignoreOffline)
  })
  const start = () => {
    chrome.alarms.create(ALARMS.refresh, { periodInMinutes: REFRESH_MINUTES }).catch(console.error)
    sendWaiting().catch(console.error)
    refreshPending().catch(ignoreOffline)
    drawBadge().catch(console.error)
  }
  chrome.runtime.onStartup.addListener(start)
  chrome.runtime.onInstalled.addListener(start)
  sessionItem.subscribe((session) => {
    const isLeft = session.state === 'signed_out' && session.reason === 'left'
    // Waiting changes stay for the person's next sign-in; the lists go.
    if (isLeft) clearLists().catch(console.error)
    else sendWaiting().catch(console.error)
    drawBadge().catch(console.error)
  })
  for (const item of [outboxItem, pendingItem]) item.subscribe(() => void drawBadge().catch(console.error))
}
