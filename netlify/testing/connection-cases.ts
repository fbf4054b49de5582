import { ebayContract } from '#core/connections/ebay.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import type { TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import ebayStatus from '../functions/ebay-status.ts'
import ebayTest from '../functions/ebay-status-test.ts'
import oneDriveStatus from '../functions/onedrive-status.ts'
import oneDriveTest from '../functions/onedrive-status-test.ts'
import { ebayConnection } from '../src/connections/ebay.ts'
import { oneDriveConnection } from '../src/connections/onedrive.ts'
import { createServiceClient } from '../src/db/service-client.ts'
import type { OAuthVendor } from '../src/providers/oauth.ts'
import type { TestApi } from './create-test-api.ts'
import { createEbayWorld, DANA as EBAY_DANA } from './ebay-world.ts'
import { createOneDriveWorld, DANA as MICROSOFT_DANA } from './onedrive-world.ts'

type World = {
  api: TestApi
  reset(): Promise<unknown>
  connect(as: TestPerson): Promise<void>
  close(): Promise<void>
}

/** What the connection tests need to know of one provider: every fault runs on every provider. */
export type ConnectionCase = {
  provider: 'onedrive' | 'ebay'
  /** Whether a refresh ends the earlier refresh token. */
  rotates: boolean
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
  /** SQL that connects another account, with `$1` the workspace, `$2` the person and `$3` the tokens. */
  storeAnother: string
}

export const CONNECTION_CASES: readonly ConnectionCase[] = [
  {
    provider: 'onedrive',
    rotates: true,
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
    rotates: false,
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
        vendor: () => ebayConnection.vendor(),
        async openSession(workspaceId) {
          const session = await ebayConnection.openSession(createServiceClient(), workspaceId)
          return () => session.use((seller) => seller.getUser())
        },
        storeAnother: `select public.store_ebay_connection($1, $2, 'ANOTHER', 'sam', 'sandbox', now() + interval '1 year', $3)`,
      }
    },
  },
]
