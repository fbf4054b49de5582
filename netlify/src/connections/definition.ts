import type { z } from 'zod'
import type { ConnectionStatus } from '#core/connections/connection.ts'
import type { ProblemCode } from '#core/http/problem.ts'
import type { Db } from '../db/user-client.ts'
import type { AppError } from '../errors.ts'
import type { OAuthTokens, OAuthVendor } from '../providers/oauth.ts'

export type ConnectionProvider = 'onedrive' | 'ebay'

/** Tokens as the database keeps them. */
export type SealedTokens = {
  access_token_sealed: string
  refresh_token_sealed: string
  access_token_expires_at: string
}

/** A sign-in that succeeded and waits to be stored. */
export type NewAccount<Vendor, Api> = {
  vendor: Vendor
  api: Api
  tokens: OAuthTokens
  workspaceId: string
  userId: string
  /** The tokens, sealed for the account with that id. */
  seal: (account: string) => SealedTokens
}

export type OpenApi<Vendor> = { vendor: Vendor; accessToken: string; account: string; signal: AbortSignal | undefined }

/**
 * What differs between vendors. Everything else (state, cookie, way back, sealing, refresh, health, disconnecting) is the
 * mechanism's. How to add one: docs/domains/connections.md.
 */
export type ConnectionDefinition<
  Vendor extends OAuthVendor = OAuthVendor,
  Api = unknown,
  Row extends z.ZodRawShape = z.ZodRawShape,
  Own extends object = object,
  Tested extends object = object,
> = {
  /** As in addresses, in `private.connection_providers` and in logs. */
  provider: ConnectionProvider
  /** The vendor with our registration there; null while there is none. */
  open: () => Vendor | null
  pkce: boolean
  /**
   * Null: a refresh token stays good. Otherwise the vendor sends a new one with every refresh and takes the old one this
   * many seconds longer, in which a lost answer is asked for once more.
   */
  rotates: { graceSeconds: number } | null
  /** The vendor sends a person who declines back without our state; the browser's cookie says whose sign-in it was. */
  declinesWithoutState?: boolean
  openApi: (open: OpenApi<Vendor>) => Api
  /** Asks who signed in, and writes the public row and the tokens in one SQL function. */
  store: (db: Db, account: NewAccount<Vendor, Api>) => Promise<void>
  /** A convenience after connecting. Its failures are its own: the account stays connected. */
  afterConnect?: (db: Db, workspaceId: string, api: Api) => Promise<void>
  /** Tries everything. Answers what a test says beyond the status. */
  test: (api: Api, db: Db, workspaceId: string) => Promise<Tested>
  shown: {
    /** The public table of what people see, as in `private.connection_providers`. */
    table: 'user_onedrive_connections' | 'ebay_connections'
    /** The provider's own columns there. */
    row: z.ZodObject<Row>
    /** The provider's own part of the status; `row` is null while nobody is connected. */
    toStatus: (row: z.output<z.ZodObject<Row>> | null) => Own & Pick<ConnectionStatus, 'expires_at'>
  }
  /** Answers for codes of the vendor that a person can act on. */
  refusals?: Readonly<Record<string, () => AppError>>
  words: {
    /** What is connected, and who lets us in: OneDrive, Microsoft. */
    name: string
    vendor: string
    /** What waits for a new sign-in, as a sentence. */
    waiting: string
    notConnected: ProblemCode
    reconnect: ProblemCode
  }
}
