import {
  type Graph,
  INSTAGRAM_MESSAGES,
  INSTAGRAM_POSTING,
  type InstagramProfile,
  openInstagramLogin,
} from '../providers/meta/index.ts'
import { defineConnection } from './define-connection.ts'
import { shownSignIns, socialWords, storeSignIn } from './social-sign-ins.ts'
import { INSTAGRAM_REFRESH_BEFORE_MS } from './timing.ts'

export type InstagramApi = { graph: Graph; getProfile(): Promise<InstagramProfile> }

/** Instagram accounts by Instagram's own login, which needs no page. The access token is its own refresh token. */
export const instagramConnection = defineConnection({
  provider: 'instagram',
  open: openInstagramLogin,
  pkce: false,
  rotates: null,
  isOwnRefreshToken: true,
  refreshBeforeMs: INSTAGRAM_REFRESH_BEFORE_MS,
  openApi: ({ vendor, accessToken, signal }): InstagramApi => ({
    graph: vendor.openGraph(accessToken, signal),
    getProfile: () => vendor.getProfile(accessToken, signal),
  }),
  async store(db, { api, tokens, ...account }) {
    const { id, username, name, avatarUrl } = await api.getProfile()
    // An answer without its permissions means that nothing was unticked.
    const permissions = tokens.permissions ?? [...INSTAGRAM_POSTING]
    const missing = INSTAGRAM_POSTING.filter((wanted) => !permissions.includes(wanted))
    await storeSignIn(db, account, {
      provider: 'instagram',
      account: id,
      name: `@${username}`,
      permissions,
      expiresAt: tokens.expiresAt,
      accounts: [
        {
          network: 'instagram',
          account_id: id,
          name: name ?? username,
          username,
          avatar_url: avatarUrl,
          page_id: null,
          can_post: missing.length === 0,
          can_message: INSTAGRAM_MESSAGES.every((wanted) => permissions.includes(wanted)),
          missing_permissions: missing,
        },
      ],
      usesAll: true,
    })
  },
  async test({ getProfile }) {
    await getProfile()
    return {}
  },
  shown: shownSignIns('instagram'),
  words: socialWords('Instagram', 'Instagram'),
})
