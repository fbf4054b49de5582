import { type Keyring, parseKeyring } from '../crypto/keyring.ts'
import { seal, unseal } from '../crypto/seal.ts'
import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { readEnv } from '../env.ts'

/**
 * The client for what no signed-in person may read, not even sealed: the tokens of a workspace's OneDrive and the
 * addresses of uploads to it. It passes row level security, so whoever uses it has asked as the caller first which
 * workspace, session or video is theirs, and names it.
 */
export const openVault = (): Db => createServiceClient()

/** Whose secret a sealed column holds; another row's does not open. */
export const identities = {
  accessToken: (workspaceId: string) => `user_onedrive_connections/${workspaceId}/access_token`,
  refreshToken: (workspaceId: string) => `user_onedrive_connections/${workspaceId}/refresh_token`,
  codeVerifier: (stateHash: string) => `oauth_states/${stateHash}/code_verifier`,
  uploadUrl: (sessionId: string) => `upload_sessions/${sessionId}/upload_url`,
  folderCursor: (workspaceId: string) => `onedrive_folders/${workspaceId}/cursor`,
} as const

/** Seals under the newest of `ENCRYPTION_KEYS`. Throws `SealError` when there is none. */
export const sealSecret = (identity: string, secret: string): string => seal(readKeyring(), identity, secret)

/** Throws `SealError` for text that was not sealed for this identity by a key we have. */
export const unsealSecret = (identity: string, sealed: string): string => unseal(readKeyring(), identity, sealed)

const readKeyring = (): Keyring => parseKeyring(readEnv().ENCRYPTION_KEYS)
