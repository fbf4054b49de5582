import { openTikTok, TIKTOK_SCOPES } from '../providers/tiktok/index.ts'
import { defineConnection } from './define-connection.ts'
import { shownSignIns, socialWords, storeSignIn } from './social-sign-ins.ts'

/** TikTok may replace the refresh token with each refresh; how long the old one lives is not documented. */
const GRACE_SECONDS = 60

/** TikTok accounts, where an administrator set app keys. Each sign-in is one account. */
export const tiktokConnection = defineConnection({
  provider: 'tiktok',
  open: openTikTok,
  pkce: false,
  rotates: { graceSeconds: GRACE_SECONDS },
  openApi: ({ vendor, accessToken, signal }) => vendor.openAccount(accessToken, signal),
  async store(db, { api, tokens, ...account }) {
    const { username, nickname, avatarUrl } = await api.getCreator()
    await storeSignIn(db, account, {
      provider: 'tiktok',
      account: tokens.accountId ?? username,
      name: `@${username}`,
      permissions: tokens.permissions ?? [...TIKTOK_SCOPES],
      expiresAt: tokens.refreshTokenExpiresAt,
      accounts: [
        {
          network: 'tiktok',
          account_id: tokens.accountId ?? username,
          name: nickname ?? username,
          username,
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
  async test(account) {
    await account.getCreator()
    return {}
  },
  shown: shownSignIns('tiktok'),
  words: socialWords('TikTok', 'TikTok'),
})
