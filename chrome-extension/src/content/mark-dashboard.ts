import type { Reply } from '../messaging/handle-messages.ts'
import type { MessageName } from '../messaging/messages.ts'

// On the dashboard's own pages: says on the root element that the panel is installed and signed in, so that the list of
// first steps can tick itself. Asks again when somebody comes back from signing in to the panel.

const QUESTION: { name: MessageName } = { name: 'session/is-signed-in' }

async function mark() {
  const reply: Reply | undefined = await chrome.runtime.sendMessage(QUESTION)
  const { dataset } = document.documentElement
  if (reply?.ok && reply.value === true) dataset.opsyncproPanel = 'signed-in'
  else delete dataset.opsyncproPanel
}

const ask = () => {
  // After an update of the extension this copy of the script is cut off; the next page load brings the new one.
  mark().catch(() => {})
}

ask()
addEventListener('focus', ask)
