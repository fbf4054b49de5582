import { PANEL_ANSWER_MESSAGE, PANEL_CODE_MESSAGE, PANEL_OPEN_MESSAGE } from '#core/accounts/panel-messages.ts'
import type { Reply } from '../messaging/handle-messages.ts'
import type { MessageName } from '../messaging/messages.ts'

// On the dashboard's own pages: marks the root element with the panel's version and whether a person is signed in there,
// and passes on the code that the dashboard made for the panel. Checks again when the person returns to the page.

async function send(name: MessageName, input?: unknown): Promise<Reply | undefined> {
  return chrome.runtime.sendMessage({ name, input })
}

// After an update of the extension this copy of the script is disconnected, and Chrome takes its id away.
const isConnected = () => chrome.runtime?.id !== undefined

async function mark() {
  const { dataset } = document.documentElement
  if (!isConnected()) {
    dataset.opsyncproPanel = 'reload'
    return
  }
  dataset.opsyncproPanelVersion = chrome.runtime.getManifest().version
  const reply = await send('session/is-signed-in')
  dataset.opsyncproPanel = reply?.ok && reply.value === true ? 'signed-in' : 'signed-out'
}

const ask = () => {
  mark().catch(() => {})
}

addEventListener('message', ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source !== window || origin !== location.origin || typeof data !== 'object' || data === null) return
  const type: unknown = Reflect.get(data, 'type')
  if (type === PANEL_OPEN_MESSAGE && isConnected()) send('panel/open').catch(() => {})
  if (type !== PANEL_CODE_MESSAGE) return
  void handOver(Reflect.get(data, 'code')).then((outcome) => {
    postMessage({ type: PANEL_ANSWER_MESSAGE, outcome }, location.origin)
    ask()
  })
})

async function handOver(code: unknown): Promise<string> {
  if (!isConnected()) return 'reload'
  try {
    const reply = await send('session/take-code', { code })
    return reply?.ok && typeof reply.value === 'string' ? reply.value : 'unknown'
  } catch {
    return isConnected() ? 'unknown' : 'reload'
  }
}

ask()
addEventListener('focus', ask)
