import type { ProviderOutcome } from '../errors.ts'
import type { Dubbing } from './types.ts'

/** A dub of ElevenLabs, in our words. */
export type VendorDub = {
  id: string
  name: string
  state: 'dubbing' | 'dubbed' | 'failed'
  /** Null when the time cannot be read. */
  createdAt: Date | null
}

/** Turns a dubbing object into ours. */
export function toDub({ dubbing_id, name, status, created_at }: Dubbing): VendorDub {
  return {
    id: dubbing_id,
    name,
    state: status === 'dubbed' || status === 'failed' ? status : 'dubbing',
    createdAt: toDate(created_at),
  }
}

// ElevenLabs' example has no offset; the times are UTC.
function toDate(text: string | null | undefined): Date | null {
  if (!text) return null
  const ms = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(ms) ? null : new Date(ms)
}

type Failure = { outcome: ProviderOutcome; code: string; waitSeconds?: number }

/** What ElevenLabs' codes mean, whatever the status: `quota_exceeded` is a 401 although the key is good. */
const WORDS: Readonly<Record<string, Failure>> = {
  quota_exceeded: { outcome: 'rejected', code: 'quota_exceeded' },
  max_character_limit_exceeded: { outcome: 'rejected', code: 'quota_exceeded' },
  'only_for_creator+': { outcome: 'rejected', code: 'plan_too_small' },
  invalid_api_key: { outcome: 'reconnect', code: 'invalid_api_key' },
  missing_permissions: { outcome: 'reconnect', code: 'missing_permissions' },
  dubbing_not_found: { outcome: 'gone', code: 'dubbing_not_found' },
  too_many_concurrent_requests: { outcome: 'try_later', code: 'too_many_at_once', waitSeconds: 60 },
  system_busy: { outcome: 'try_later', code: 'system_busy', waitSeconds: 20 },
}

/** What a failed answer means. `word` is its `detail.status`. */
export function toFailure(status: number, word: string | undefined): Failure {
  const known = word === undefined ? undefined : WORDS[word]
  if (known) return known
  const code = word ?? `http_${status}`
  if (status === 401 || status === 403) return { outcome: 'reconnect', code }
  if (status === 404) return { outcome: 'gone', code }
  if (status === 408 || status === 425 || status === 429 || status >= 500) return { outcome: 'try_later', code }
  return { outcome: 'rejected', code }
}
