import type { z } from 'zod'
import type { ConnectionStatus } from '#core/connections/connection.ts'
import type { Cookies, UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'
import type { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import type { OAuthVendor } from '../providers/oauth.ts'
import { connectionProblem, notConnected, openVendor } from './connection-errors.ts'
import { listAccounts, removeConnection } from './connections.repo.ts'
import type { ConnectionDefinition } from './definition.ts'
import { getStatus } from './health.ts'
import { openServiceDb } from './service-db.ts'
import { openSession } from './session.ts'
import { beginSignIn, finishSignIn } from './sign-in.ts'

/** Every operation on a provider's accounts, built from what is particular about that provider. */
export function defineConnection<
  Vendor extends OAuthVendor,
  Api,
  Row extends z.ZodRawShape,
  Own extends object,
  Tested extends object,
>(definition: ConnectionDefinition<Vendor, Api, Row, Own, Tested>) {
  const status = (db: Db): Promise<ConnectionStatus & Own> => getStatus(definition, db)
  const problem = (error: unknown, gone?: () => AppError) => connectionProblem(definition, error, gone)
  const open = (serviceDb: Db, workspaceId: string, options?: { account?: string; signal?: AbortSignal | undefined }) =>
    openSession(definition, serviceDb, workspaceId, options)

  return {
    /** Throws `provider_not_configured`. */
    vendor: () => openVendor(definition),
    openSession: open,
    notConnected: () => notConnected(definition),
    /** A vendor's failure as a sentence for the caller. */
    problem,
    beginSignIn: (ctx: UserContext, options?: { withMessages?: boolean }) => beginSignIn(definition, ctx, options),
    finishSignIn: (query: Parameters<typeof finishSignIn>[1], cookies: Cookies) =>
      finishSignIn(definition, query, cookies),
    getStatus: (ctx: UserContext) => status(ctx.db),
    /** Tests the connection now. `gone` says what a missing object means. */
    async test(ctx: UserContext, gone?: () => AppError): Promise<ConnectionStatus & Own & Tested> {
      const workspaceId = await getEditorWorkspaceId(ctx.db)
      const serviceDb = openServiceDb()
      const testOne = async (account?: string) => {
        const session = await open(serviceDb, workspaceId, account === undefined ? {} : { account })
        return session
          .use((api) => definition.test(api, ctx.db, workspaceId))
          .catch((error: unknown) => {
            throw problem(error, gone)
          })
      }
      const { table, sharedBy } = definition.shown
      const accounts =
        table === 'social_sign_ins' && sharedBy ? await listAccounts(serviceDb, table, sharedBy, workspaceId) : []
      const [first, ...others] = accounts
      const tested = await testOne(first)
      for (const account of others) await testOne(account)
      return { ...(await status(ctx.db)), ...tested }
    },
    /** Deletes the tokens. Triggers end what needed the account, and jobs do the rest at once. */
    async disconnect(ctx: UserContext): Promise<ConnectionStatus & Own> {
      await removeConnection(openServiceDb(), definition.provider, await getEditorWorkspaceId(ctx.db))
      wakeJobs(ctx)
      return status(ctx.db)
    },
  }
}
