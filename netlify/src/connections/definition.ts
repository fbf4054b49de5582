import type { z } from 'zod'
import type { ConnectionStatus } from '#core/connections/connection.ts'
import type { ProblemCode } from '#core/http/problem.ts'
import type { Db } from '../db/user-client.ts'
import type { AppError } from '../errors.ts'
import type { OAuthTokens, OAuthVendor } from '../providers/oauth.ts'

export type ConnectionProvider = 'onedrive' | 'ebay' | SocialProvider

/** The logins of social networks, which share one public table and allow several accounts. */
export type SocialProvider = 'facebook' | 'instagram' | 'youtube' | 'tiktok'

/** Tokens as the database stores them. */
export type SealedTokens = {
  access_token_sealed: string
  /** Null for a vendor without refresh. */
  refresh_token_sealed: string | null
  access_token_expires_at: string
}

/** A completed sign-in, not stored yet. */
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
 * What differs between vendors. The mechanism does everything else: state, cookie, callback, sealing, refresh, health
 * and disconnecting. How to add a vendor: docs/domains/connections.md.
 */
export type ConnectionDefinition<
  Vendor extends OAuthVendor = OAuthVendor,
  Api = unknown,
  Row extends z.ZodRawShape = z.ZodRawShape,
  Own extends object = object,
  Tested extends object = object,
> = {
  /** The name in URLs, in `private.connection_providers` and in logs. */
  provider: ConnectionProvider
  /** The vendor with our app keys; null while none are configured. */
  open: () => Vendor | null
  pkce: boolean
  /**
   * Null: a refresh token stays valid. Otherwise the vendor sends a new one with every refresh and accepts the old one
   * for this many seconds, during which a lost answer is requested once more.
   */
  rotates: { graceSeconds: number } | null
  /** False: the vendor has no refresh, so only a person makes the sign-in longer. */
  refreshes?: boolean
  /** The access token is its own refresh token, so a refresh does not help after the vendor refused it. */
  isOwnRefreshToken?: boolean
  /** How long before its end an access token is refreshed; five minutes when left out. */
  refreshBeforeMs?: number
  /** The name in URLs when it differs from `provider`. */
  address?: string
  /** The vendor returns a person who declines without our state; the browser's cookie names the sign-in. */
  declinesWithoutState?: boolean
  openApi: (open: OpenApi<Vendor>) => Api
  /** Reads who signed in, and stores the public row and the tokens in one SQL function. */
  store: (db: Db, account: NewAccount<Vendor, Api>) => Promise<void>
  /** Runs after connecting. Its failure leaves the account connected. */
  afterConnect?: (db: Db, workspaceId: string, api: Api) => Promise<void>
  /** Tests the connection. Answers what the test found beyond the status. */
  test: (api: Api, db: Db, workspaceId: string) => Promise<Tested>
  shown: {
    /** The public table that people read, as in `private.connection_providers`. */
    table: 'user_onedrive_connections' | 'ebay_connections' | 'social_sign_ins'
    /** Set where vendors share the table: its rows of this provider, several of them. */
    sharedBy?: SocialProvider
    /** How early people learn that the vendor needs a new sign-in; 30 days when left out. */
    expiringMs?: number
    /** The provider's own columns of that table. */
    row: z.ZodObject<Row>
    /**
     * The provider's part of the status; `row` is null while no account is connected, and otherwise the account that
     * needs somebody most. `rows` are all of them.
     */
    toStatus: (
      row: z.output<z.ZodObject<Row>> | null,
      rows: readonly z.output<z.ZodObject<Row>>[],
    ) => Own & Pick<ConnectionStatus, 'expires_at'>
  }
  /** Our error for vendor codes that a person can act on. */
  refusals?: Readonly<Record<string, () => AppError>>
  words: {
    /** The name of what is connected and of the company: OneDrive, Microsoft. */
    name: string
    vendor: string
    /** What waits for a new sign-in, as a sentence. */
    waiting: string
    notConnected: ProblemCode
    reconnect: ProblemCode
  }
}
