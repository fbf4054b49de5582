/** Whether this copy of the script still belongs to an installed extension. After an update Chrome cuts it off. */
export const isConnected = (): boolean => {
  try {
    return typeof chrome !== 'undefined' && chrome.runtime?.id !== undefined
  } catch {
    return false
  }
}

const SENTENCE = 'OpSyncPro was updated. Reload this tab to fill in this page from the side panel.'

/** Says on the page, once and out of the way, that the tab has to be reloaded; the panel can no longer be told. */
export function showOrphanNotice(): void {
  const host = document.createElement('opsyncpro-notice')
  const root = host.attachShadow({ mode: 'open' })
  const notice = document.createElement('p')
  notice.setAttribute('role', 'status')
  notice.textContent = SENTENCE
  // The page's own style does not reach in here, and its policy does not stop a style that a script sets.
  Object.assign(notice.style, {
    all: 'initial',
    position: 'fixed',
    insetBlockEnd: '16px',
    insetInlineEnd: '16px',
    zIndex: '2147483647',
    maxWidth: '320px',
    padding: '12px 16px',
    borderRadius: '8px',
    background: '#18181b',
    color: '#ffffff',
    font: '14px/1.4 system-ui, sans-serif',
  })
  root.append(notice)
  document.documentElement.append(host)
}
