import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { instagramContract, metaContract, tiktokContract, youtubeContract } from '#core/connections/social.ts'
import { type SocialAccount, socialAccountsContract } from '#core/social/accounts/contract.ts'
import {
  DANA,
  INSTAGRAM,
  KITCHEN,
  KITCHEN_INSTAGRAM,
  PAGE,
  SAM,
} from '../../../services/emulators/meta/testing/sign-in.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import instagramAuth from '../../functions/instagram-auth.ts'
import instagramCallback from '../../functions/instagram-callback.ts'
import instagramStatus from '../../functions/instagram-status.ts'
import instagramTest from '../../functions/instagram-status-test.ts'
import metaAuth from '../../functions/meta-auth.ts'
import metaCallback from '../../functions/meta-callback.ts'
import metaStatus from '../../functions/meta-status.ts'
import metaTest from '../../functions/meta-status-test.ts'
import socialAccount from '../../functions/social-account.ts'
import socialAccounts from '../../functions/social-accounts.ts'
import available from '../../functions/social-accounts-available.ts'
import tiktokAuth from '../../functions/tiktok-auth.ts'
import tiktokCallback from '../../functions/tiktok-callback.ts'
import tiktokStatus from '../../functions/tiktok-status.ts'
import tiktokTest from '../../functions/tiktok-status-test.ts'
import youtubeAuth from '../../functions/youtube-auth.ts'
import youtubeCallback from '../../functions/youtube-callback.ts'
import youtubeStatus from '../../functions/youtube-status.ts'
import youtubeTest from '../../functions/youtube-status-test.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { openSocialAccount } from '../../src/social/accounts/open-account.ts'
import { createSocialWorld, type SocialWorld } from '../../testing/social-world.ts'

let world: SocialWorld
let ann: TestPerson
let stranger: TestPerson
let uploader: TestPerson
beforeAll(async () => {
  world = await createSocialWorld()
  ann = await world.api.person('Ann')
  stranger = await world.api.person('Stranger')
  uploader = await world.api.teammate(ann, 'uploader')
})
beforeEach(() => world.reset())
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})
afterAll(() => world.close())

const sql = <R extends Record<string, unknown>>(statement: string, values: readonly unknown[] = []) =>
  world.api.host.sql<R>(statement, values)
const list = async (as = ann): Promise<SocialAccount[]> =>
  (await world.api.call(socialAccounts, socialAccountsContract.list, { as })).body.items
const choose = (body: object, as = ann) => world.api.call(socialAccounts, socialAccountsContract.choose, { as, body })
const switchTo = (id: string, body: object, as = ann) =>
  world.api.call(socialAccount, socialAccountsContract.switchLogin, { as, params: { id }, body })
const remove = (id: string, as = ann) =>
  world.api.call(socialAccount, socialAccountsContract.remove, { as, params: { id } })
const shown = (items: SocialAccount[]) => items.map(({ network, account_id, health }) => [network, account_id, health])
const named = (items: SocialAccount[], account_id: string) => {
  const found = items.find((one) => one.account_id === account_id)
  if (!found) throw new Error(`Not there: ${account_id}`)
  return found
}
const of = (network: string, account_id: string) => ({ network, account_id })
const facebook = (accounts: object[], sign_in = DANA) => ({ provider: 'facebook', sign_in, accounts })
const open = async (id: string) => openSocialAccount(createServiceClient(), await world.workspaceOf(ann), id)

const META = {
  provider: 'facebook',
  c: metaContract,
  auth: metaAuth,
  callback: metaCallback,
  status: metaStatus,
  tested: metaTest,
} as const
const BY_INSTAGRAM = {
  provider: 'instagram',
  c: instagramContract,
  auth: instagramAuth,
  callback: instagramCallback,
  status: instagramStatus,
  tested: instagramTest,
} as const
const YOUTUBE = {
  provider: 'youtube',
  c: youtubeContract,
  auth: youtubeAuth,
  callback: youtubeCallback,
  status: youtubeStatus,
  tested: youtubeTest,
} as const
const TIKTOK = {
  provider: 'tiktok',
  c: tiktokContract,
  auth: tiktokAuth,
  callback: tiktokCallback,
  status: tiktokStatus,
  tested: tiktokTest,
} as const
type Login = typeof META | typeof BY_INSTAGRAM | typeof YOUTUBE | typeof TIKTOK

const KEYS = ['META_APP_ID', 'INSTAGRAM_APP_ID', 'GOOGLE_CLIENT_ID', 'TIKTOK_CLIENT_KEY']
const testOf = ({ tested, c }: Login, as = ann) => world.api.call(tested, c.test, { as })

async function begins({ provider, auth, c }: Login): Promise<void> {
  const answer = await world.api.call(auth, c.auth, { as: ann })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('set-cookie')).toContain(`Path=${c.callback.path}`)
  expect(await world.comeBack(await world.signIn(ann, provider))).toBe(
    `/connections?${c.auth.path.slice(5, -5)}=connected`,
  )
}
async function needsKeys({ auth, c }: Login): Promise<void> {
  for (const name of KEYS) vi.stubEnv(name, '')
  const answer = await world.api.call(auth, c.auth, { as: ann })
  expect([answer.status, answer.problem.code]).toEqual([409, 'provider_not_configured'])
}
async function comesBack({ provider, callback, c }: Login): Promise<void> {
  expect(await world.comeBack(await world.signIn(ann, provider, { decision: 'deny' }))).toMatch(/=denied$/)
  const good = await world.signIn(ann, provider)
  const answer = await world.api.call(callback, c.callback, { query: { state: 'foreign' } })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, expect.stringContaining('code=state_unknown')])
  await world.comeBack(good)
  expect(await world.comeBack(good)).toMatch(/code=state_unknown$/)
}
async function isShown({ provider, status, c }: Login): Promise<void> {
  const before = await world.api.call(status, c.status, { as: ann })
  expect(before.body).toMatchObject({ state: 'not_connected', sign_ins: [] })
  await world.connect(ann, provider)
  const { body } = await world.api.call(status, c.status, { as: ann })
  expect(body).toMatchObject({ state: 'connected', error_code: null, sign_ins: [{ state: 'connected' }] })
  expect(JSON.stringify(body)).not.toMatch(/token|EAA|IGA|ya29|act\./)
  expect((await world.api.call(status, c.status, { as: stranger })).body.sign_ins).toEqual([])
}
async function answers(login: Login): Promise<void> {
  await world.connect(ann, login.provider)
  expect((await testOf(login)).body).toMatchObject({ state: 'connected' })
}
async function needsSomebody(login: Login): Promise<void> {
  const answer = await testOf(login)
  expect([answer.status, answer.problem.code]).toEqual([409, 'social_not_connected'])
}
async function isRefused(login: Login): Promise<void> {
  await world.connect(ann, login.provider)
  const code = login.provider === 'tiktok' ? 'invalid_param' : 100
  for (const { control } of [world.meta, world.youtube, world.tiktok]) {
    await control.addFault({
      match: {},
      times: 1,
      status: 400,
      body: { error: { code, errors: [{ reason: 'badRequest' }] } },
    })
  }
  const answer = await testOf(login)
  expect([answer.status, answer.problem.code]).toEqual([502, 'provider_failed'])
}
async function isBusy(login: Login): Promise<void> {
  await world.connect(ann, login.provider)
  for (const { control } of [world.meta, world.youtube, world.tiktok])
    await control.addFault({ match: {}, times: 8, status: 503 })
  const answer = await testOf(login)
  expect([answer.status, answer.problem.code]).toEqual([503, 'provider_try_later'])
}
async function forgets({ provider, status, c }: Login): Promise<void> {
  await world.connectAll(ann, provider)
  const answer = await world.api.call(status, c.disconnect, { as: ann })
  expect(answer.body).toMatchObject({ state: 'not_connected', sign_ins: [] })
  expect(await sql('select 1 from private.connections')).toEqual([])
  const items = await list()
  expect(new Set(items.map(({ health }) => health))).toEqual(new Set(['disconnected']))
  await expect(open(String(items[0]?.id))).rejects.toMatchObject({ code: 'social_account_inactive' })
}

describe('GET /api/meta-auth', () => {
  test('200 with the page of the network, valid once in this browser', () => begins(META))
  test('409 without app keys', () => needsKeys(META))
})
describe('GET /api/meta-callback', () => {
  test('302 to the page, whatever happened', () => comesBack(META))
})
describe('GET /api/meta-status', () => {
  test('200 with every sign-in, and no token', () => isShown(META))
})
describe('POST /api/meta-status/test', () => {
  test('200 when the network answers', () => answers(META))
  test('409 when nobody is connected', () => needsSomebody(META))
  test('502 when the network refuses', () => isRefused(META))
  test('503 when the network is busy', () => isBusy(META))
})
describe('DELETE /api/meta-status', () => {
  test('200 and tokens are gone, accounts stay and send nothing', () => forgets(META))
})

describe('GET /api/instagram-auth', () => {
  test('200 with the page of the network, valid once in this browser', () => begins(BY_INSTAGRAM))
  test('409 without app keys', () => needsKeys(BY_INSTAGRAM))
})
describe('GET /api/instagram-callback', () => {
  test('302 to the page, whatever happened', () => comesBack(BY_INSTAGRAM))
})
describe('GET /api/instagram-status', () => {
  test('200 with every sign-in, and no token', () => isShown(BY_INSTAGRAM))
})
describe('POST /api/instagram-status/test', () => {
  test('200 when the network answers', () => answers(BY_INSTAGRAM))
  test('409 when nobody is connected', () => needsSomebody(BY_INSTAGRAM))
  test('502 when the network refuses', () => isRefused(BY_INSTAGRAM))
  test('503 when the network is busy', () => isBusy(BY_INSTAGRAM))
})
describe('DELETE /api/instagram-status', () => {
  test('200 and tokens are gone, accounts stay and send nothing', () => forgets(BY_INSTAGRAM))
})

describe('GET /api/youtube-auth', () => {
  test('200 with the page of the network, valid once in this browser', () => begins(YOUTUBE))
  test('409 without app keys', () => needsKeys(YOUTUBE))
})
describe('GET /api/youtube-callback', () => {
  test('302 to the page, whatever happened', () => comesBack(YOUTUBE))
})
describe('GET /api/youtube-status', () => {
  test('200 with every sign-in, and no token', () => isShown(YOUTUBE))
})
describe('POST /api/youtube-status/test', () => {
  test('200 when the network answers', () => answers(YOUTUBE))
  test('409 when nobody is connected', () => needsSomebody(YOUTUBE))
  test('502 when the network refuses', () => isRefused(YOUTUBE))
  test('503 when the network is busy', () => isBusy(YOUTUBE))
})
describe('DELETE /api/youtube-status', () => {
  test('200 and tokens are gone, accounts stay and send nothing', () => forgets(YOUTUBE))
})

describe('GET /api/tiktok-auth', () => {
  test('200 with the page of the network, valid once in this browser', () => begins(TIKTOK))
  test('409 without app keys', () => needsKeys(TIKTOK))
})
describe('GET /api/tiktok-callback', () => {
  test('302 to the page, whatever happened', () => comesBack(TIKTOK))
})
describe('GET /api/tiktok-status', () => {
  test('200 with every sign-in, and no token', () => isShown(TIKTOK))
})
describe('POST /api/tiktok-status/test', () => {
  test('200 when the network answers', () => answers(TIKTOK))
  test('409 when nobody is connected', () => needsSomebody(TIKTOK))
  test('502 when the network refuses', () => isRefused(TIKTOK))
  test('503 when the network is busy', () => isBusy(TIKTOK))
})
describe('DELETE /api/tiktok-status', () => {
  test('200 and tokens are gone, accounts stay and send nothing', () => forgets(TIKTOK))
})

describe('GET /api/social-accounts', () => {
  test('200 with what this workspace uses, and with its health', async () => {
    await world.connectAll(ann, 'facebook')
    await world.connect(ann, 'youtube')
    expect(shown(await list())).toEqual([
      ['facebook', PAGE, 'connected'],
      ['facebook', '1040003', 'limited'],
      ['facebook', KITCHEN, 'connected'],
      ['instagram', INSTAGRAM, 'connected'],
      ['instagram', KITCHEN_INSTAGRAM, 'connected'],
      ['youtube', 'UCdanasdailyfinds0000001', 'connected'],
    ])
    expect(await list(stranger)).toEqual([])
  })
  test('a week before a Facebook login ends it says so, and reconnecting keeps the rows', async () => {
    const before = await world.connectAll(ann, 'facebook')
    await sql(`update public.social_sign_ins set expires_at = now() + interval '6 days'`)
    expect(named(await list(), PAGE).health).toBe('expiring')
    await world.connect(ann, 'facebook')
    expect((await list()).map(({ id, health }) => [id, health])).toEqual(before.map(({ id, health }) => [id, health]))
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(socialAccounts, socialAccountsContract.list, { as: uploader })).status).toBe(403)
  })
})

describe('GET /api/social-accounts/available', () => {
  test('200 with pages and their Instagram accounts, also past the first page of Meta', async () => {
    const pages = Array.from({ length: 120 }, (_, index) => ({ id: `77${1000 + index}`, name: `Page ${index}` }))
    await world.meta.control.seed({
      pages,
      people: [{ id: DANA, name: 'Dana', roles: pages.map(({ id }) => ({ page_id: id, tasks: ['CREATE_CONTENT'] })) }],
    })
    await world.connect(ann, 'facebook')
    const { body } = await world.api.call(available, socialAccountsContract.available, {
      as: ann,
      query: { provider: 'facebook' },
    })
    expect(body.items).toHaveLength(120)
    expect(body.items[0]).toMatchObject({ is_used: false, was_used: false, can_post: true })
    expect((await world.api.call(available, socialAccountsContract.available, { as: stranger })).body.items).toEqual([])
  })
  test('a permission that was unticked is named, and a page that was not ticked is not there', async () => {
    await world.connect(ann, 'facebook', { pages: [KITCHEN], without: ['instagram_content_publish'] })
    const { body } = await world.api.call(available, socialAccountsContract.available, { as: ann })
    expect(
      body.items.map(({ account_id, can_post, missing_permissions }) => [account_id, can_post, missing_permissions]),
    ).toEqual([
      [KITCHEN, true, []],
      [KITCHEN_INSTAGRAM, false, ['instagram_content_publish']],
    ])
  })
  test('messages are asked for only when the inbox wants them', async () => {
    const canMessage = async () =>
      (await world.api.call(available, socialAccountsContract.available, { as: ann })).body.items.some(
        (one) => one.can_message,
      )
    await world.connect(ann, 'facebook')
    expect(await canMessage()).toBe(false)
    await world.connectAll(ann, 'facebook', { withMessages: true })
    expect(await canMessage()).toBe(true)
    // Signing in anew does not take them away.
    await world.connect(ann, 'facebook')
    expect(await canMessage()).toBe(true)
  })
  test('403 for an uploader', async () => {
    expect((await world.api.call(available, socialAccountsContract.available, { as: uploader })).status).toBe(403)
  })
})

describe('POST /api/social-accounts', () => {
  test('200 and exactly the chosen ones are used, and choosing again brings back the same row', async () => {
    await world.connect(ann, 'facebook')
    const first = (await choose(facebook([of('instagram', INSTAGRAM), of('facebook', PAGE)]))).body.items
    expect(shown(first)).toEqual([
      ['facebook', PAGE, 'connected'],
      ['instagram', INSTAGRAM, 'connected'],
    ])
    const second = (await choose(facebook([of('facebook', PAGE)]))).body.items
    expect(named(second, INSTAGRAM)).toMatchObject({ is_active: false, health: 'disconnected' })
    const third = (await choose(facebook([of('instagram', INSTAGRAM)]))).body.items
    expect(named(third, INSTAGRAM)).toMatchObject({ id: named(first, INSTAGRAM).id, is_active: true })
  })
  test('404 for an account that the sign-in does not reach, and for a foreign sign-in', async () => {
    await world.connect(ann, 'facebook')
    const answer = await choose(facebook([of('facebook', '999')]))
    expect([answer.status, answer.problem.code]).toEqual([404, 'social_login_not_found'])
    expect((await choose(facebook([of('facebook', PAGE)]), stranger)).status).toBe(404)
    expect(await list()).toEqual([])
  })
  test('400 for another network', async () => {
    expect((await choose(facebook([of('myspace', PAGE)]))).status).toBe(400)
  })
  test('403 for an uploader', async () => {
    expect((await choose(facebook([]), uploader)).status).toBe(403)
  })
  test('two people of a workspace, each with their pages', async () => {
    await world.connect(ann, 'facebook', { pages: [KITCHEN] })
    await world.connect(ann, 'facebook', { owner: SAM })
    await choose(facebook([of('facebook', KITCHEN)]))
    await choose(facebook([of('facebook', PAGE)], SAM))
    expect(shown(await list()).map(([, id]) => id)).toEqual([PAGE, KITCHEN])
    await sql(
      `update private.connections set state = 'reconnect', error_code = 'x', error_since = now(), error_count = 1 where account = $1`,
      [SAM],
    )
    expect(shown(await list())).toEqual([
      ['facebook', PAGE, 'reconnect'],
      ['facebook', KITCHEN, 'connected'],
    ])
    expect((await world.api.call(metaStatus, metaContract.status, { as: ann })).body).toMatchObject({
      state: 'reconnect',
    })
  })
})

describe('PATCH /api/social-accounts/:id', () => {
  test('200 and the same account by both logins is one row, and the person chooses', async () => {
    const first = named(await world.connectAll(ann, 'facebook'), INSTAGRAM)
    await world.connect(ann, 'instagram')
    const both = named(await list(), INSTAGRAM)
    expect(both).toMatchObject({ id: first.id, provider: 'facebook' })
    expect(both.logins.map(({ provider }) => provider).toSorted()).toEqual(['facebook', 'instagram'])
    const answer = await switchTo(first.id, { provider: 'instagram', sign_in: INSTAGRAM })
    expect(answer.body).toMatchObject({ id: first.id, provider: 'instagram', sign_in: INSTAGRAM })
    expect(
      await sql('select 1 from public.social_connections where network = $1 and account_id = $2', [
        'instagram',
        INSTAGRAM,
      ]),
    ).toHaveLength(1)
    expect((await open(first.id)).connection.page_id).toBeNull()
    expect((await switchTo(first.id, { provider: 'facebook', sign_in: DANA })).body.provider).toBe('facebook')
    expect((await open(first.id)).connection.page_id).toBe(PAGE)
  })
  test('a login that ended makes way for one that works', async () => {
    const { id } = named(await world.connectAll(ann, 'facebook'), INSTAGRAM)
    await sql(
      `update private.connections set state = 'reconnect', error_code = 'x', error_since = now(), error_count = 1`,
    )
    await world.connect(ann, 'instagram')
    expect(named(await list(), INSTAGRAM)).toMatchObject({ id, provider: 'instagram', health: 'connected' })
  })
  test('404 for a login that does not reach it, and for another workspace', async () => {
    const { id } = named(await world.connectAll(ann, 'facebook'), INSTAGRAM)
    const answer = await switchTo(id, { provider: 'instagram', sign_in: INSTAGRAM })
    expect([answer.status, answer.problem.code]).toEqual([404, 'social_login_not_found'])
    const foreign = await switchTo(id, { provider: 'facebook', sign_in: DANA }, stranger)
    expect([foreign.status, foreign.problem.code]).toEqual([404, 'social_account_not_found'])
  })
  test('400 for an unknown login, 403 for an uploader', async () => {
    expect((await switchTo(randomUUID(), { provider: 'x', sign_in: '1' })).status).toBe(400)
    expect((await switchTo(randomUUID(), { provider: 'facebook', sign_in: '1' }, uploader)).status).toBe(403)
  })
})

describe('DELETE /api/social-accounts/:id', () => {
  test('200 and one account ends, the others work; with the last one the tokens go', async () => {
    await world.connect(ann, 'facebook')
    await choose(facebook([of('facebook', PAGE), of('facebook', KITCHEN)]))
    const [page, kitchen] = await list()
    expect((await remove(String(page?.id))).body).toMatchObject({ is_active: false, health: 'disconnected' })
    expect((await open(String(kitchen?.id))).kind).toBe('graph')
    expect(await sql('select 1 from private.connections')).toHaveLength(1)
    await remove(String(kitchen?.id))
    expect(await sql('select 1 from private.connections')).toEqual([])
    expect(await list()).toHaveLength(2)
  })
  test('404 for another workspace, 403 for an uploader', async () => {
    const [first] = await world.connectAll(ann, 'facebook')
    expect((await remove(String(first?.id), stranger)).problem.code).toBe('social_account_not_found')
    expect((await remove(String(first?.id), uploader)).status).toBe(403)
    expect((await list())[0]?.is_active).toBe(true)
  })
})

describe('an open account', () => {
  test('uses the token of its page, asked for once', async () => {
    const items = await world.connectAll(ann, 'facebook')
    const opened = await open(named(items, INSTAGRAM).id)
    if (opened.kind !== 'graph') throw new Error('not Meta')
    const before = (await world.meta.control.requests()).length
    await opened.graph.getPublishingQuota(INSTAGRAM)
    await opened.graph.getPublishingQuota(INSTAGRAM)
    const paths = (await world.meta.control.requests()).slice(before).map(({ path }) => path.replace(/\?.*/, ''))
    expect(paths.filter((path) => path.endsWith(`/${PAGE}`)).length).toBeLessThanOrEqual(1)
    expect(paths.filter((path) => path.endsWith('content_publishing_limit'))).toHaveLength(2)
  })

  test('that lost its permission says so once, and a new sign-in heals the same row', async () => {
    const items = await world.connectAll(ann, 'facebook')
    const { id } = named(items, PAGE)
    const opened = await open(id)
    if (opened.kind !== 'graph') throw new Error('not Meta')
    await world.meta.control.run('end_tokens', { owner_id: DANA, subcode: 460 })
    await expect(opened.graph.startPageReel(PAGE)).rejects.toMatchObject({ code: 'social_reconnect' })
    expect(named(await list(), PAGE)).toMatchObject({ health: 'reconnect', error_code: 'graph.190.460' })
    await expect(open(id)).rejects.toMatchObject({ code: 'social_reconnect' })
    await world.connect(ann, 'facebook')
    expect(named(await list(), PAGE)).toMatchObject({ id, health: 'connected' })
    const again = await open(id)
    expect(again.kind === 'graph' && (await again.graph.startPageReel(PAGE)).videoId).toBeTruthy()
  })

  test('of another workspace is not there', async () => {
    const [first] = await world.connectAll(ann, 'youtube')
    await expect(
      openSocialAccount(createServiceClient(), await world.workspaceOf(stranger), String(first?.id)),
    ).rejects.toMatchObject({ code: 'social_account_not_found' })
  })
})
