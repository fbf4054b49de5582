import type { Page } from '@playwright/test'
import { type ExtensionBrowser, launchWithExtension, openPanel } from '../../chrome-extension/testing/open-panel.ts'
import { type Person, signInByApi } from './api.ts'
import type { Host } from './host.ts'

export type Panel = { panel: Page; browser: ExtensionBrowser }

/** The side panel in its own Chromium, signed in with its own session. The caller closes the browser. */
export async function openPanelOf(site: Host, person: Person, opened?: ExtensionBrowser): Promise<Panel> {
  const [browser, { session }] = await Promise.all([opened ?? launchWithExtension(), signInByApi(site, person)])
  const { panel } = await openPanel({ origin: site.url, browser })
  await panel.evaluate((stored) => chrome.storage.local.set({ session: stored }), {
    state: 'signed_in',
    origin: site.url,
    access_token: session.access_token,
    refresh_token: session.refresh_token,
    expires_at_ms: session.expires_at * 1000,
    user: { id: session.user.id, email: person.email },
  })
  await panel.getByRole('button', { name: 'Account' }).waitFor()
  return { panel, browser }
}

export const panelGroups = (panel: Page) => panel.getByRole('list', { name: 'Videos to upload' }).getByRole('listitem')
