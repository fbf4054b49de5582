import { api } from '#app/lib/api.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { PANEL_ANSWER_MESSAGE, PANEL_CODE_MESSAGE, PANEL_OPEN_MESSAGE } from '#core/accounts/panel-messages.ts'

/** The panel exchanges its code within 15 s. */
const ANSWER_MS = 20_000

const OUTCOMES = ['signed_in', 'other_person', 'refused', 'unknown', 'reload'] as const
export type PanelOutcome = (typeof OUTCOMES)[number]

/**
 * Opens the side panel beside this page and signs it in with a code that only this person can make. Call it within a
 * click: Chrome opens panels only then. Throws when no code could be made.
 */
export async function connectPanel(): Promise<PanelOutcome> {
  postMessage({ type: PANEL_OPEN_MESSAGE }, location.origin)
  const { code } = await api(accountsContract.createPanelCode, {})
  return new Promise((resolve) => {
    const end = (outcome: PanelOutcome) => {
      clearTimeout(timeout)
      removeEventListener('message', listen)
      resolve(outcome)
    }
    const listen = ({ source, origin, data }: MessageEvent<unknown>) => {
      if (source !== window || origin !== location.origin || typeof data !== 'object' || data === null) return
      if (Reflect.get(data, 'type') !== PANEL_ANSWER_MESSAGE) return
      end(OUTCOMES.find((known) => known === Reflect.get(data, 'outcome')) ?? 'unknown')
    }
    const timeout = setTimeout(() => end('unknown'), ANSWER_MS)
    addEventListener('message', listen)
    postMessage({ type: PANEL_CODE_MESSAGE, code }, location.origin)
  })
}
