import { ebayContract } from '#core/connections/ebay.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import {
  instagramContract,
  metaContract,
  type SocialProvider,
  tiktokContract,
  youtubeContract,
} from '#core/connections/social.ts'
import type { TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import ebayStatus from '../functions/ebay-status.ts'
import ebayTest from '../functions/ebay-status-test.ts'
import instagramStatus from '../functions/instagram-status.ts'
import instagramTest from '../functions/instagram-status-test.ts'
import metaStatus from '../functions/meta-status.ts'
import metaTest from '../functions/meta-status-test.ts'
import oneDriveStatus from '../functions/onedrive-status.ts'
import oneDriveTest from '../functions/onedrive-status-test.ts'
import tiktokStatus from '../functions/tiktok-status.ts'
import tiktokTest from '../functions/tiktok-status-test.ts'
import youtubeStatus from '../functions/youtube-status.ts'
import youtubeTest from '../functions/youtube-status-test.ts'
import { ebayConnection } from '../src/connections/ebay.ts'
import { facebookConnection } from '../src/connections/facebook.ts'
import { instagramConnection } from '../src/connections/instagram.ts'
import { oneDriveConnection } from '../src/connections/onedrive.ts'
import { tiktokConnection } from '../src/connections/tiktok.ts'
import { youtubeConnection } from '../src/connections/youtube.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import type { OAuthVendor } from '../src/providers/oauth.ts'
import type { TestApi } from './create-test-api.ts'
import { createEbayWorld, DANA as EBAY_DANA } from './ebay-world.ts'
import { createOneDriveWorld, DANA as MICROSOFT_DANA } from './onedrive-world.ts'
import { createSocialWorld } from './social-world.ts'

type World = {
  api: TestApi
  reset(): Promise<unknown>
  connect(as: TestPerson): Promise<void>
  close(): Promise<void>
}

/** What the connection tests need to know of one provider: every fault runs on every provider. */
export type ConnectionCase = {
  provider: 'onedrive' | 'ebay' | SocialProvider
  /** The codes of an account that needs a new sign-in, and of none. */
  codes: { reconnect: string; notConnected: string }
  /** Whether a refresh ends the earlier refresh token. */
  rotates: boolean
  /** False: the vendor has no refresh, and only a person makes the sign-in longer. */
  refreshes: boolean
  /** Words in the body or the path of a refresh at the token endpoint. */
  refreshWords: string
  /** What the vendor answers to a refresh after the grant was revoked, and with our secret wrong. */
  refusals: { revoked: string; ownSecret: string | null }
  /** The vendor's own envelope of a refused access token. */
  refusedToken: object
  /** Paths of the emulator: the token endpoint, and every request of a connection test. */
  tokenPath: string
  apiPath: string
  /** A kind of job that waits for the account. */
  waitingJob: string
  open(): Promise<OpenCase>
}

export type OpenCase = {
  world: World
  emulator: TestEmulator
  /** The addresses that a person's browser opens. */
  test(as: TestPerson): Promise<{ status: number; headers: Headers; problem: { code: string } }>
  status(as: TestPerson): Promise<Record<string, unknown>>
  disconnect(as: TestPerson): Promise<unknown>
  /** The person revokes the permission at the vendor. */
  revoke(): Promise<void>
  /** How long an old refresh token still works; undefined for a vendor that replaces none. */
  setGrace(ms: number): Promise<void>
  vendor(): OAuthVendor
  /** Opens a session as a job does; the result sends a request to the vendor. */
  openSession(workspaceId: string): Promise<() => Promise<unknown>>
  /** Sets our secret at the vendor. */
  setSecret(secret: 'another' | 'right'): Promise<void>
  /** Time that a vendor wants between a sign-in and a refresh. */
  mature?(): Promise<void>
  /** SQL that connects another account, with `$1` the workspace, `$2` the person and `$3` the tokens. */
  storeAnother: string
}

const REFRESH_FORM = '"grant_type":"refresh_token"'
const OAUTH_REFUSALS = { revoked: 'invalid_grant', ownSecret: 'invalid_client' }

const setClientSecret = ({ control, env }: TestEmulator, name: string, secret: 'another' | 'right') =>
  control.seed({ app: { client_secret: secret === 'right' ? env[name] : secret } })

const LOGINS = {
  facebook: {
    emulator: 'meta',
    connection: facebookConnection,
    contract: metaContract,
    status: metaStatus,
    test: metaTest,
  },
  instagram: {
    emulator: 'meta',
    connection: instagramConnection,
    contract: instagramContract,
    status: instagramStatus,
    test: instagramTest,
  },
  youtube: {
    emulator: 'youtube',
    connection: youtubeConnection,
    contract: youtubeContract,
    status: youtubeStatus,
    test: youtubeTest,
  },
  tiktok: {
    emulator: 'tiktok',
    connection: tiktokConnection,
    contract: tiktokContract,
    status: tiktokStatus,
    test: tiktokTest,
  },
} as const

/** A network, whose sign-ins share one table. */
const socialCase = (
  provider: SocialProvider,
  own: Pick<
    ConnectionCase,
    'rotates' | 'refreshes' | 'refreshWords' | 'refusals' | 'refusedToken' | 'tokenPath' | 'apiPath'
  >,
  how: {
    revoke(emulator: TestEmulator): Promise<unknown>
    setSecret(emulator: TestEmulator, secret: 'another' | 'right'): Promise<unknown>
    ask(workspaceId: string): Promise<() => Promise<unknown>>
    mature?(emulator: TestEmulator): Promise<void>
  },
): ConnectionCase => ({
  provider,
  codes: { reconnect: 'social_reconnect', notConnected: 'social_not_connected' },
  ...own,
  waitingJob: 'social.publish',
  async open() {
    const { emulator: name, connection, contract, status, test } = LOGINS[provider]
    const social = await createSocialWorld()
    const { api } = social
    const emulator = social[name]
    const { mature } = how
    return {
      world: { api, reset: social.reset, connect: (as) => social.connect(as, provider), close: social.close },
      emulator,
      test: (as) => api.call(test, contract.test, { as }),
      status: async (as) => (await api.call(status, contract.status, { as })).body,
      disconnect: (as) => api.call(status, contract.disconnect, { as }),
      revoke: async () => void (await how.revoke(emulator)),
      setGrace: (ms) => (provider === 'tiktok' ? emulator.control.seed({ refresh_grace_ms: ms }) : Promise.resolve()),
      setSecret: async (secret) => void (await how.setSecret(emulator, secret)),
      ...(mature && { mature: () => mature(emulator) }),
      vendor: () => connection.vendor(),
      openSession: how.ask,
      storeAnother: `select public.store_social_sign_in($1, $2, '${provider}', 'ANOTHER', 'Sam', '{}', null, '[]', false, $3)`,
    }
  },
})

const DAY_MS = 86_400_000
const DANAS_INSTAGRAM = '17841400000000001'
const graphRefusal = { error: { code: 190, error_subcode: 467, message: 'The session is invalid.' } }

const SOCIAL_CASES: readonly ConnectionCase[] = [
  socialCase(
    'facebook',
    {
      rotates: false,
      refreshes: false,
      refreshWords: 'nothing',
      refusals: { revoked: 'graph.190.458', ownSecret: null },
      refusedToken: graphRefusal,
      tokenPath: '/graph/v27.0/oauth/access_token',
      apiPath: '/graph/v27.0/me*',
    },
    {
      revoke: ({ control }) => control.run('end_tokens', { owner_id: '10220001', subcode: 458 }),
      setSecret: ({ control, env }, secret) =>
        control.seed({ app: { app_secret: secret === 'right' ? env.META_APP_SECRET : secret } }),
      async ask(workspaceId) {
        const session = await facebookConnection.openSession(createServiceClient(), workspaceId)
        return () => session.use(({ person }) => person.getPerson())
      },
    },
  ),
  socialCase(
    'instagram',
    {
      rotates: false,
      refreshes: true,
      refreshWords: 'ig_refresh_token',
      refusals: { revoked: 'graph.190.458', ownSecret: null },
      refusedToken: graphRefusal,
      tokenPath: '/ig-graph/refresh_access_token',
      apiPath: '/ig-graph/v27.0/*',
    },
    {
      revoke: ({ control }) => control.run('end_tokens', { owner_id: DANAS_INSTAGRAM, subcode: 458 }),
      setSecret: ({ control, env }, secret) =>
        control.seed({ app: { instagram_app_secret: secret === 'right' ? env.INSTAGRAM_APP_SECRET : secret } }),
      async ask(workspaceId) {
        const session = await instagramConnection.openSession(createServiceClient(), workspaceId)
        return () => session.use(({ getProfile }) => getProfile())
      },
      mature: ({ control }) => control.advanceClock(DAY_MS + 1),
    },
  ),
  socialCase(
    'youtube',
    {
      rotates: false,
      refreshes: true,
      refreshWords: REFRESH_FORM,
      refusals: OAUTH_REFUSALS,
      refusedToken: { error: { code: 401, errors: [{ reason: 'authError' }] } },
      tokenPath: '/oauth2/token',
      apiPath: '/api/youtube/*',
    },
    {
      revoke: ({ control }) => control.seed({ revoke_grants: ['g-dana'] }),
      setSecret: (emulator, secret) => setClientSecret(emulator, 'GOOGLE_CLIENT_SECRET', secret),
      async ask(workspaceId) {
        const session = await youtubeConnection.openSession(createServiceClient(), workspaceId)
        return () => session.use((channel) => channel.getChannel())
      },
    },
  ),
  socialCase(
    'tiktok',
    {
      rotates: true,
      refreshes: true,
      refreshWords: REFRESH_FORM,
      refusals: OAUTH_REFUSALS,
      refusedToken: { error: { code: 'access_token_invalid' } },
      tokenPath: '/api/v2/oauth/token/',
      apiPath: '/api/v2/post/*',
    },
    {
      revoke: ({ control }) => control.seed({ revoke_grants: ['tt-dana'] }),
      setSecret: (emulator, secret) => setClientSecret(emulator, 'TIKTOK_CLIENT_SECRET', secret),
      async ask(workspaceId) {
        const session = await tiktokConnection.openSession(createServiceClient(), workspaceId)
        return () => session.use((account) => account.getCreator())
      },
    },
  ),
]

export const CONNECTION_CASES: readonly ConnectionCase[] = [
  {
    provider: 'onedrive',
    codes: { reconnect: 'onedrive_reconnect', notConnected: 'onedrive_not_connected' },
    rotates: true,
    refreshes: true,
    refreshWords: REFRESH_FORM,
    refusals: OAUTH_REFUSALS,
    refusedToken: { error: { code: 'unauthenticated' } },
    tokenPath: '/login/common/oauth2/v2.0/token',
    apiPath: '/graph/*',
    waitingJob: 'videos.transcode',
    async open() {
      const world = await createOneDriveWorld()
      const { api, microsoft } = world
      return {
        world,
        emulator: microsoft,
        test: (as) => api.call(oneDriveTest, onedriveContract.test, { as }),
        status: async (as) => (await api.call(oneDriveStatus, onedriveContract.status, { as })).body,
        disconnect: (as) => api.call(oneDriveStatus, onedriveContract.disconnect, { as }),
        revoke: () => microsoft.control.seed({ revoke_grants: [MICROSOFT_DANA] }),
        setGrace: (ms) => microsoft.control.seed({ refresh_grace_ms: ms }),
        setSecret: (secret) => setClientSecret(microsoft, 'MICROSOFT_CLIENT_SECRET', secret),
        vendor: () => oneDriveConnection.vendor(),
        async openSession(workspaceId) {
          const session = await oneDriveConnection.openSession(createServiceClient(), workspaceId)
          return () => session.use(({ drive }) => drive.getAccount())
        },
        storeAnother: `select public.store_onedrive_connection($1, $2, 'sam@agency.test', 'ANOTHER', $3)`,
      }
    },
  },
  {
    provider: 'ebay',
    codes: { reconnect: 'ebay_reconnect', notConnected: 'ebay_not_connected' },
    rotates: false,
    refreshes: true,
    refreshWords: REFRESH_FORM,
    refusals: OAUTH_REFUSALS,
    refusedToken: { errors: [{ errorId: 1001, message: 'Invalid access token' }] },
    tokenPath: '/api/identity/v1/oauth2/token',
    apiPath: '/apiz/*',
    waitingJob: 'ebay.reduce',
    async open() {
      const world = await createEbayWorld()
      const { api, ebay } = world
      return {
        world,
        emulator: ebay,
        test: (as) => api.call(ebayTest, ebayContract.test, { as }),
        status: async (as) => (await api.call(ebayStatus, ebayContract.status, { as })).body,
        disconnect: (as) => api.call(ebayStatus, ebayContract.disconnect, { as }),
        revoke: async () => void (await world.run('revoke', { seller_id: EBAY_DANA })),
        setGrace: async () => {},
        setSecret: (secret) => setClientSecret(ebay, 'EBAY_CLIENT_SECRET', secret),
        vendor: () => ebayConnection.vendor(),
        async openSession(workspaceId) {
          const session = await ebayConnection.openSession(createServiceClient(), workspaceId)
          return () => session.use((seller) => seller.getUser())
        },
        storeAnother: `select public.store_ebay_connection($1, $2, 'ANOTHER', 'sam', 'sandbox', now() + interval '1 year', $3)`,
      }
    },
  },
  ...SOCIAL_CASES,
]
