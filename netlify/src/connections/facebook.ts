import { ProviderError } from '../providers/errors.ts'
import {
  type Graph,
  MESSAGE_PERMISSIONS,
  type MetaPage,
  type MetaPerson,
  type MetaVendor,
  openMeta,
  POSTING_PERMISSIONS,
} from '../providers/meta/index.ts'
import { defineConnection } from './define-connection.ts'
import { pageTokens } from './page-tokens.ts'
import { type ReachedAccount, shownSignIns, socialWords, storeSignIn } from './social-sign-ins.ts'

export type FacebookApi = {
  person: MetaPerson
  /** Calls on a page and its Instagram account need the page's own token. */
  openPage(pageId: string): Promise<Graph>
}

/** People who sign in with Facebook, for pages and for the Instagram accounts linked to them. */
export const facebookConnection = defineConnection({
  provider: 'facebook',
  address: 'meta',
  open: openMeta,
  pkce: false,
  rotates: null,
  refreshes: false,
  openApi: ({ vendor, accessToken, signal }): FacebookApi => openFacebook(vendor, accessToken, signal),
  async store(db, { api, tokens, ...account }) {
    const [{ id, name }, permissions, pages] = await Promise.all([
      api.person.getPerson(),
      api.person.getPermissions(),
      api.person.listPages(),
    ])
    await storeSignIn(db, account, {
      provider: 'facebook',
      account: id,
      name,
      permissions,
      expiresAt: tokens.expiresAt,
      accounts: pages.flatMap((page) => accountsOf(page, permissions)),
      usesAll: false,
    })
  },
  async test({ person }) {
    await person.getPermissions()
    return {}
  },
  shown: shownSignIns('facebook'),
  words: socialWords('Facebook and Instagram', 'Meta'),
})

function openFacebook(vendor: MetaVendor, accessToken: string, signal: AbortSignal | undefined): FacebookApi {
  const person = vendor.openPerson(accessToken, signal)
  return {
    person,
    async openPage(pageId) {
      const pageToken = await pageTokens.get(accessToken, pageId, () =>
        person.getPageToken(pageId).catch((error: unknown) => {
          throw isGone(error) ? pageUnreachable() : error
        }),
      )
      return vendor.openGraph(pageToken, signal)
    },
  }
}

const isGone = (error: unknown) => error instanceof ProviderError && error.outcome === 'gone'

/** The person has no role on the page any more, or no longer shares it with us. Nothing was asked of the page. */
const pageUnreachable = () =>
  new ProviderError({ provider: 'meta', outcome: 'rejected', code: 'page_unreachable', status: 403 })

const PAGE_POSTING = POSTING_PERMISSIONS.filter((name) => name.startsWith('pages_'))
const INSTAGRAM_POSTING = [...POSTING_PERMISSIONS.filter((name) => name !== 'pages_manage_posts')]

/** A page, and the Instagram account that it is linked to. */
function accountsOf(page: MetaPage, permissions: readonly string[]): ReachedAccount[] {
  const missing = (wanted: readonly string[]) => wanted.filter((name) => !permissions.includes(name))
  const canMessage = page.tasks.includes('MESSAGING') && missing(MESSAGE_PERMISSIONS).length === 0
  const shared = { page_id: page.id, can_message: canMessage }
  const mayCreate = page.tasks.includes('CREATE_CONTENT')
  const facebook: ReachedAccount = {
    ...shared,
    network: 'facebook',
    account_id: page.id,
    name: page.name,
    username: null,
    avatar_url: page.avatarUrl,
    can_post: mayCreate && missing(PAGE_POSTING).length === 0,
    missing_permissions: missing(PAGE_POSTING),
  }
  if (!page.instagram) return [facebook]
  const { id, username, avatarUrl } = page.instagram
  const instagram: ReachedAccount = {
    ...shared,
    network: 'instagram',
    account_id: id,
    name: username ?? page.name,
    username,
    avatar_url: avatarUrl,
    can_post: mayCreate && missing(INSTAGRAM_POSTING).length === 0,
    missing_permissions: missing(INSTAGRAM_POSTING),
  }
  return [facebook, instagram]
}
