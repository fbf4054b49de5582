import { connectByConsent } from '../../services/emulators/connect-by-consent.ts'
import type { Person } from './api.ts'
import type { Host } from './host.ts'

const OPTIONS = {
  onedrive: {},
  ebay: { choice: { decision: 'agree' } },
  meta: { search: '?with_messages=true' },
  youtube: {},
} as const

/**
 * Connects the person's workspace to the first account of the emulated vendor, as a browser would: through the consent
 * page.
 */
export const connect = ({ url }: Host, { session }: Person, vendor: keyof typeof OPTIONS): Promise<void> =>
  connectByConsent({ url, token: session.access_token, vendor, ...OPTIONS[vendor] })
