import { takeCode } from '../lib/hand-over.ts'
import type { Handlers } from '../messaging/handle-messages.ts'
import { sessionItem } from '../storage/items.ts'
import { cancelDownload, refreshDownloads, showDownload, startDownload } from './downloads.ts'
import { sendWaiting } from './outbox-worker.ts'

/** The background's handler of each message. */
export const handlers: Handlers = {
  'downloads/start': (choice) => startDownload(choice),
  'downloads/cancel': async (choice) => {
    await cancelDownload(choice)
    return null
  },
  'downloads/show': (choice) => showDownload(choice),
  'downloads/refresh': async () => {
    await refreshDownloads()
    return null
  },
  'outbox/send': () => sendWaiting().then(() => null),
  'session/is-signed-in': async (_input, { url }) => {
    const session = await sessionItem.read()
    return session.state === 'signed_in' && url !== undefined && new URL(url).origin === session.origin
  },
  'panel/open': async (_input, { tab }) => {
    if (tab?.id !== undefined) await chrome.sidePanel.open({ tabId: tab.id })
    return null
  },
  'session/take-code': async ({ code }, { url }) => takeCode(new URL(url ?? '').origin, code),
}
