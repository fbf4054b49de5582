import { deviceName } from '#core/accounts/device-name.ts'
import type { Session } from '#core/accounts/sessions.ts'

/** A session for people, such as "Side panel in Chrome 148 on Windows". */
export function sessionName({ kind, device }: Pick<Session, 'kind' | 'device'>): string {
  if (kind === 'panel') return `Side panel in ${device ?? 'Chrome'}`
  return device ? `Dashboard in ${deviceName(device)}` : 'Dashboard'
}
