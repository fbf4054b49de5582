import type { Reply } from '../messaging/handle-messages.ts'
import type { MessageName } from '../messaging/messages.ts'

// On the dashboard's own pages: marks the root element when the panel is installed and signed in, so that First steps
// can tick that step. Checks again when the person returns from signing in to the panel.

const QUESTION: { name: MessageName } = { name: 'session/is-signed-in' }

async function mark() {
  const reply: Reply | undefined = await chrome.runtime.sendMessage(QUESTION)
  const { dataset } = document.documentElement
  if (reply?.ok && reply.value === true) dataset.opsyncproPanel = 'signed-in'
  else delete dataset.opsyncproPanel
}

const ask = () => {
  // After an update of the extension this copy of the script is disconnected; the next page load brings the new one.
  mark().catch(() => {})
}

ask()
addEventListener('focus', ask)
