import { parseKeyring } from '../crypto/keyring.ts'
import { seal, unseal } from '../crypto/seal.ts'
import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { readEnv } from '../env.ts'

/**
 * The client for what no signed-in person may read or write: the tokens of a workspace's eBay account and the ledger. It
 * passes row level security, so whoever uses it has asked as the caller first, and names the workspace.
 */
export const openVault = (): Db => createServiceClient()

/** Whose secret a sealed column holds; another row's does not open. */
const identities = {
  access_token: (workspaceId: string) => `ebay_connections/${workspaceId}/access_token`,
  refresh_token: (workspaceId: string) => `ebay_connections/${workspaceId}/refresh_token`,
} as const
type Secret = keyof typeof identities

/** Seals under the newest of `ENCRYPTION_KEYS`. Throws `SealError` when there is none. */
export const sealToken = (secret: Secret, workspaceId: string, token: string): string =>
  seal(parseKeyring(readEnv().ENCRYPTION_KEYS), identities[secret](workspaceId), token)

/** Throws `SealError` for text that was not sealed for this row by a key we have. */
export const unsealToken = (secret: Secret, workspaceId: string, sealed: string): string =>
  unseal(parseKeyring(readEnv().ENCRYPTION_KEYS), identities[secret](workspaceId), sealed)
