import { type GraphNode, Nested, paged, select } from './fields.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphRefusal, noPagePermission, unknownObject } from './graph-error.ts'
import { type InstagramAccount, type MetaState, newSecret, type Page, type Token } from './state.ts'

/** `me`: the person of Facebook Login, a page by its own token, the account of Instagram's own login. */
export function getMe(call: GraphCall, state: MetaState): GraphNode {
  const { token, params } = call
  if (call.host === 'instagram') {
    const account = instagramOf(state, token.owner_id)
    const node = {
      ...instagramNode(account),
      id: account.app_scoped_id,
      user_id: account.id,
      account_type: 'BUSINESS',
    }
    return select('IGUser', node, params.fields, 'id,username')
  }
  if (token.page_id !== null) return getPage(call, state, pageOf(state, token.page_id))
  const person = state.people.find(({ id }) => id === token.owner_id)
  if (!person) throw unknownObject('me')
  return select('User', { id: person.id, name: person.name }, params.fields, 'id,name')
}

export function getPermissions({ token, host }: GraphCall): object {
  if (host !== 'facebook' || token.page_id !== null) throw unknownObject('me/permissions')
  return {
    data: [
      { permission: 'public_profile', status: 'granted' },
      ...token.scope.map((permission) => ({ permission, status: 'granted' })),
      ...token.declined.map((permission) => ({ permission, status: 'declined' })),
    ],
  }
}

/** The pages that the person ticked. */
export function getAccounts(call: GraphCall, state: MetaState, now: number): object {
  const { token, params, url } = call
  if (call.host !== 'facebook' || token.page_id !== null) throw unknownObject('me/accounts')
  // Without the permission Meta answers an empty list.
  const pages = token.scope.includes('pages_show_list')
    ? state.pages.filter(({ id }) => token.page_ids.includes(id))
    : []
  const { items, paging } = paged(pages, params, url)
  const nodes = items.map((page) =>
    select('Page', pageNode(state, page, token, now), params.fields, 'access_token,id,name,tasks'),
  )
  return { data: nodes, paging }
}

export function getPage(call: GraphCall, state: MetaState, page: Page, now = 0): GraphNode {
  if (!reachesPage(call.token, page.id)) throw unknownObject(page.id)
  return select('Page', pageNode(state, page, call.token, now), call.params.fields, 'id,name')
}

function pageNode(state: MetaState, page: Page, token: Token, now: number): GraphNode {
  const role = state.people.find(({ id }) => id === token.owner_id)?.roles.find(({ page_id }) => page_id === page.id)
  const account = state.instagram.find(({ id }) => id === page.instagram_id)
  const canSeeInstagram = token.scope.includes('instagram_basic')
  return {
    id: page.id,
    name: page.name,
    category: 'Shopping & retail',
    tasks: role?.tasks ?? [],
    get access_token() {
      return pageToken(state, page, token, now)
    },
    picture: { data: { url: `https://scontent.example.com/${page.id}.jpg` } },
    instagram_business_account: new Nested(() => (account && canSeeInstagram ? instagramNode(account) : null)),
  }
}

/** A page's token lives as long as the session that it came from, and has no date of its own when that is long. */
function pageToken(state: MetaState, page: Page, token: Token, now: number): string {
  const kept = Object.entries(state.tokens).find(
    ([, { page_id, owner_id, ended_by, scope }]) =>
      page_id === page.id && owner_id === token.owner_id && ended_by === null && scope.join() === token.scope.join(),
  )
  if (kept) return kept[0]
  const text = `EAP${newSecret(48)}`
  state.tokens[text] = {
    ...token,
    page_id: page.id,
    page_ids: [page.id],
    issued_at: now,
    expires_at: token.is_long ? null : token.expires_at,
    ended_by: null,
  }
  return text
}

export function getInstagram(call: GraphCall, state: MetaState, account: InstagramAccount): GraphNode {
  requireInstagram(call, state, account.id)
  return select('IGUser', instagramNode(account), call.params.fields, 'id')
}

const instagramNode = ({ id, username, name }: InstagramAccount): GraphNode => ({
  id,
  username,
  name,
  profile_picture_url: `https://scontent.example.com/${id}.jpg`,
})

/** The account, when the token reaches it: its own login, its page's token, or a person who ticked the page. */
export function requireInstagram({ host, token }: GraphCall, state: MetaState, igId: string): InstagramAccount {
  const account = state.instagram.find(
    ({ id, app_scoped_id }) => id === igId || (host === 'instagram' && app_scoped_id === igId),
  )
  if (!account) throw unknownObject(igId)
  const isReached =
    host === 'instagram'
      ? token.owner_id === account.id
      : state.pages.some(({ id, instagram_id }) => instagram_id === account.id && reachesPage(token, id))
  if (!isReached) throw unknownObject(igId)
  return account
}

const reachesPage = (token: Token, pageId: string): boolean =>
  token.host === 'facebook' && (token.page_id === null ? token.page_ids.includes(pageId) : token.page_id === pageId)

/** A page for writing: with its own token, and a person who may do that there. */
export function requirePage({ token }: GraphCall, state: MetaState, pageId: string, task: string): Page {
  const page = state.pages.find(({ id }) => id === pageId)
  if (!page || !reachesPage(token, pageId)) throw unknownObject(pageId)
  if (token.page_id !== pageId) {
    throw new GraphRefusal(400, 190, 'A page access token is required to call this API.', 2069032)
  }
  const role = state.people.find(({ id }) => id === token.owner_id)?.roles.find(({ page_id }) => page_id === pageId)
  if (!role?.tasks.includes(task)) throw noPagePermission(`The person may not ${task} on this page.`)
  return page
}

export function pageOf(state: MetaState, id: string): Page {
  const page = state.pages.find((one) => one.id === id)
  if (!page) throw unknownObject(id)
  return page
}

function instagramOf(state: MetaState, id: string): InstagramAccount {
  const account = state.instagram.find((one) => one.id === id)
  if (!account) throw unknownObject(id)
  return account
}
