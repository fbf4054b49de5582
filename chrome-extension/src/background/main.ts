import { answerMessage } from '../messaging/handle-messages.ts'
import { noteDownloadChange, refreshDownloads } from './downloads.ts'
import { handlers } from './handlers.ts'
import { listenForOutbox } from './outbox-worker.ts'

// Chrome starts this worker for an event and stops it soon after: listeners are at the top level, state is in storage.

chrome.sidePanel.setPanelBehavior({ openPanelOnActionClick: true }).catch(console.error)

// Content scripts run beside other people's code, so they get no access to the tokens.
chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(console.error)

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  void answerMessage(handlers, chrome.runtime.id, message, sender).then(reply)
  return true
})

chrome.downloads.onChanged.addListener((delta) => {
  noteDownloadChange(delta.id).catch(console.error)
})

listenForOutbox()

chrome.runtime.onStartup.addListener(() => {
  refreshDownloads().catch(console.error)
})
