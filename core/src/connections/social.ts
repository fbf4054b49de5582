import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { Instant } from '../time.ts'
import { connectionContract, connectionStatus } from './connection.ts'

/** The logins of social networks. Instagram accounts come by `facebook` or by `instagram`. */
export const SocialProvider = z.enum(['facebook', 'instagram', 'youtube', 'tiktok'])
export type SocialProvider = z.infer<typeof SocialProvider>

/** One person or account that signed in. */
export const SocialSignIn = z.object({
  /** The network's own id of who signed in. */
  account: z.string(),
  name: z.string(),
  state: z.enum(['connected', 'expiring', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  /** What was granted: a person may untick each permission. */
  permissions: z.array(z.string()),
  expires_at: Instant.nullable(),
  connected_at: Instant,
})
export type SocialSignIn = z.infer<typeof SocialSignIn>

/** The sign-ins of a network; `state` is that of the one that needs somebody most. */
export const SocialStatus = connectionStatus({ sign_ins: z.array(SocialSignIn) })
export type SocialStatus = z.infer<typeof SocialStatus>

/** The problems of a call that needs a sign-in. */
export const SOCIAL_CONNECTION_PROBLEMS = ['social_not_connected', 'social_reconnect'] as const

const socialContract = <const Address extends string>(address: Address, name: string, vendor: string) => {
  const contract = connectionContract({
    provider: address,
    name,
    vendor,
    status: SocialStatus,
    test: SocialStatus,
    problems: [...SOCIAL_CONNECTION_PROBLEMS, 'provider_failed', 'provider_try_later'],
    disconnecting: 'Delete the tokens of every sign-in; accounts stop posting, and posts and messages stay',
  })
  return {
    ...contract,
    auth: defineContract({
      method: 'GET',
      path: `/api/${address}-auth`,
      summary: `The URL to sign in to ${name}; valid once, for ten minutes, in this person's browser`,
      audience: 'user',
      query: z.strictObject({
        /** Also asks for the permissions to read and answer messages. */
        with_messages: z.enum(['true', 'false']).optional(),
      }),
      response: z.object({ auth_url: z.url() }),
      problems: ['not_allowed', 'provider_not_configured'],
    }),
  }
}

export const metaContract = socialContract('meta', 'Facebook and Instagram', 'Meta')
export const instagramContract = socialContract('instagram', 'Instagram', 'Instagram')
export const youtubeContract = socialContract('youtube', 'YouTube', 'Google')
export const tiktokContract = socialContract('tiktok', 'TikTok', 'TikTok')
