import { openYouTube, YOUTUBE_SCOPES } from '../providers/youtube/index.ts'
import { defineConnection } from './define-connection.ts'
import { shownSignIns, socialWords, storeSignIn } from './social-sign-ins.ts'

/** YouTube channels. Each sign-in is one channel; Google says nothing about when it will want a new one. */
export const youtubeConnection = defineConnection({
  provider: 'youtube',
  open: openYouTube,
  pkce: true,
  rotates: null,
  openApi: ({ vendor, accessToken, signal }) => vendor.openChannel(accessToken, signal),
  async store(db, { api, tokens, ...account }) {
    const { id, title, handle, avatarUrl } = await api.getChannel()
    await storeSignIn(db, account, {
      provider: 'youtube',
      account: id,
      name: title,
      permissions: tokens.permissions ?? [...YOUTUBE_SCOPES],
      expiresAt: null,
      accounts: [
        {
          network: 'youtube',
          account_id: id,
          name: title,
          username: handle,
          avatar_url: avatarUrl,
          page_id: null,
          can_post: true,
          can_message: false,
          missing_permissions: [],
        },
      ],
      usesAll: true,
    })
  },
  async test(channel) {
    await channel.getChannel()
    return {}
  },
  shown: shownSignIns('youtube'),
  words: socialWords('YouTube', 'Google'),
})
