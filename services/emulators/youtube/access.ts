import { YouTubeRefusal } from './refusal.ts'
import { type Channel, usageOf, type YouTubeState } from './state.ts'

const PREFIX = 'https://www.googleapis.com/auth/'

/** The account of a token with one of these scopes. Throws 401 and 403. */
export function accountOf(
  state: YouTubeState,
  authorization: string | undefined,
  now: number,
  scopes: readonly string[],
): Channel {
  const token = state.access_tokens[/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '']
  if (!token || token.expires_at <= now || state.refresh_tokens[token.grant]?.is_revoked) {
    throw new YouTubeRefusal(401, 'authError', 'Invalid Credentials', 'global')
  }
  if (!scopes.some((scope) => token.scope.includes(PREFIX + scope))) {
    throw new YouTubeRefusal(
      403,
      'insufficientPermissions',
      'Request had insufficient authentication scopes.',
      'global',
    )
  }
  const channel = state.channels.find(({ account_id }) => account_id === token.account_id)
  if (!channel) throw new YouTubeRefusal(401, 'authError', 'Invalid Credentials', 'global')
  return channel
}

/** The account's channel. Throws 401 `youtubeSignupRequired` without one. */
export function channelId({ id }: Channel): string {
  if (id === null) throw new YouTubeRefusal(401, 'youtubeSignupRequired', 'Unauthorized', 'youtube.header')
  return id
}

/** Takes units of the project's day. Every call costs, also one that is refused afterwards. */
export function spendUnits(state: YouTubeState, now: number, units: number): void {
  const usage = usageOf(state, now)
  if (usage.units + units > state.units_per_day) throw quotaExceeded()
  usage.units += units
}

/** Takes one of the project's uploads of the day, which all of its users share. */
export function spendInsert(state: YouTubeState, now: number): void {
  const usage = usageOf(state, now)
  if (usage.inserts >= state.inserts_per_day) throw quotaExceeded()
  usage.inserts += 1
}

const quotaExceeded = () =>
  new YouTubeRefusal(
    403,
    'quotaExceeded',
    'The request cannot be completed because you have exceeded your quota.',
    'youtube.quota',
  )
