import { answerByTable } from '../messaging/handle-messages.ts'
import { tabMessages } from '../messaging/messages.ts'
import { createTabHandlers } from './creator-hub/handlers.ts'
import { isConnected, showOrphanNotice } from './creator-hub/orphan-notice.ts'

// On Amazon's Creator Hub: fills in what the person presses in the panel. It presses nothing, sends nothing by itself
// and fetches nothing. Built as one file, so that no file of the extension is open to the page.

const handlers = createTabHandlers()
const ownId = chrome.runtime.id

chrome.runtime.onMessage.addListener((message: unknown, sender, reply: (answer: unknown) => void) => {
  void answerByTable(tabMessages, handlers, ownId, message, sender).then((answer) => {
    // The extension may have been updated while the page was read back.
    if (isConnected()) reply(answer)
  })
  return true
})

const stopListening = new AbortController()
const look = () => {
  if (isConnected()) return
  stopListening.abort()
  showOrphanNotice()
}
// A person who comes back to the tab is the one to tell. A new copy of the script comes with the next load of the page.
for (const name of ['focus', 'pointerdown', 'keydown']) {
  addEventListener(name, look, { signal: stopListening.signal, capture: true })
}
document.addEventListener('visibilitychange', look, { signal: stopListening.signal })
