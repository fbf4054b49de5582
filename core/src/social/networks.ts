import { z } from 'zod'

/** The networks that a workspace posts to. TikTok stays behind its flag. */
export const SocialNetwork = z.enum(['instagram', 'facebook', 'youtube', 'tiktok'])
export type SocialNetwork = z.infer<typeof SocialNetwork>

export const NETWORK_NAMES: Readonly<Record<SocialNetwork, string>> = {
  instagram: 'Instagram',
  facebook: 'Facebook',
  youtube: 'YouTube',
  tiktok: 'TikTok',
}
