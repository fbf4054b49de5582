import { useQuery } from '@tanstack/react-query'
import { Camera, Music2, Share2, SquarePlay } from 'lucide-react'
import { connectionQuery } from '#app/domains/connections/connection-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import {
  instagramContract,
  metaContract,
  type SocialProvider,
  type SocialStatus,
  tiktokContract,
  youtubeContract,
} from '#core/connections/social.ts'
import { ConnectionCard } from './connection-card.tsx'
import type { ConnectionView } from './connection-view.ts'
import { SocialDetails } from './social-details.tsx'

type View = ConnectionView<SocialStatus, SocialStatus>
type Contract = typeof metaContract | typeof instagramContract | typeof youtubeContract | typeof tiktokContract
type Own = Pick<View, 'name' | 'vendor' | 'icon' | 'purpose' | 'variables' | 'permissions' | 'Details'> & {
  connected?: string
  failures?: Readonly<Record<string, string>>
}

const WHERE_TO_REVOKE: Record<SocialProvider, string> = {
  facebook: 'You can also remove our access on Facebook, under Settings, Business integrations.',
  instagram: 'You can also remove our access on Instagram, under Settings, Website permissions.',
  youtube: 'You can also remove our access at Google, under Security, Third-party connections.',
  tiktok: 'You can also remove our access on TikTok, under Settings, Security, Manage app permissions.',
}

/** What the cards of networks share. `address` is the network's name in URLs. */
const socialView = (provider: SocialProvider, address: string, contract: Contract, own: Own): View => ({
  ...own,
  provider: address,
  affected: [queryKeys.socialAccounts],
  query: connectionQuery(address, (signal) => api(contract.status, { signal })),
  begin: () => api(contract.auth, { query: {} }),
  test: () => api(contract.test),
  disconnect: () => api(contract.disconnect),
  words: {
    ...(own.connected && { connected: own.connected }),
    safe: 'Your posts and messages are safe, and scheduled posts wait.',
    tested: ({ sign_ins }) => `Connected as ${sign_ins.map(({ name }) => name).join(', ')}.`,
    disconnecting: [
      `We forget our access to ${own.name}.`,
      'Scheduled posts wait. What was posted stays on the network and here, and messages stay here.',
      WHERE_TO_REVOKE[provider],
    ],
    disconnected: 'Scheduled posts wait.',
    failures: {
      permission_missing: 'A permission that posting needs was not allowed. Try again and leave everything selected.',
      ...own.failures,
    },
  },
})

export const meta = socialView('facebook', 'meta', metaContract, {
  name: 'Facebook & Instagram',
  vendor: 'Meta',
  icon: Share2,
  purpose: 'Posts videos to your Facebook pages and to Instagram accounts that are linked to them.',
  Details: MetaDetails,
  variables: ['META_APP_ID', 'META_APP_SECRET'],
  connected: 'Choose which accounts to use.',
  permissions: [
    'We see your name, your pages and the Instagram accounts that are linked to them.',
    'We post what you schedule or publish. We never post by ourselves.',
    'We read and answer messages only after you turn on the inbox.',
  ],
})

export const instagram = socialView('instagram', 'instagram', instagramContract, {
  name: 'Instagram',
  vendor: 'Instagram',
  icon: Camera,
  purpose: 'Posts reels to a professional Instagram account that has no Facebook page.',
  Details: InstagramDetails,
  variables: ['INSTAGRAM_APP_ID', 'INSTAGRAM_APP_SECRET'],
  permissions: [
    'We see the name of your Instagram account and what it posted.',
    'We post what you schedule or publish. We never post by ourselves.',
    'We read and answer messages only after you turn on the inbox.',
  ],
  failures: {
    not_professional:
      'This is a personal account. Switch it to a creator or business account in the Instagram app first.',
  },
})

export const youtube = socialView('youtube', 'youtube', youtubeContract, {
  name: 'YouTube',
  vendor: 'Google',
  icon: SquarePlay,
  purpose: 'Uploads videos with their cover image to your channel.',
  Details: YouTubeDetails,
  variables: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  permissions: [
    'We see the name of your channel and what it uploaded.',
    'We upload what you schedule or publish. We never delete a video.',
  ],
  failures: {
    youtubeSignupRequired: 'This Google account has no YouTube channel. Create one on YouTube, then connect again.',
  },
})

const tiktok = socialView('tiktok', 'tiktok', tiktokContract, {
  name: 'TikTok',
  vendor: 'TikTok',
  icon: Music2,
  purpose: 'Posts videos to your TikTok account.',
  Details: TikTokDetails,
  variables: ['TIKTOK_CLIENT_KEY', 'TIKTOK_CLIENT_SECRET'],
  permissions: [
    'We see the name of your TikTok account and what it allows.',
    'We post what you schedule or publish. We never post by ourselves.',
  ],
})

type Shown = { status: SocialStatus }

function MetaDetails({ status }: Shown) {
  return <SocialDetails provider="facebook" address="meta" status={status} />
}
function InstagramDetails({ status }: Shown) {
  return <SocialDetails provider="instagram" address="instagram" status={status} />
}
function YouTubeDetails({ status }: Shown) {
  return <SocialDetails provider="youtube" address="youtube" status={status} />
}
function TikTokDetails({ status }: Shown) {
  return <SocialDetails provider="tiktok" address="tiktok" status={status} />
}

/** TikTok is offered only where an administrator set it up. */
export function TikTokCard() {
  const { data: status } = useQuery(tiktok.query)
  return status && status.state !== 'not_configured' ? <ConnectionCard view={tiktok} /> : null
}
