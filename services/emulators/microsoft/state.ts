import { randomBytes } from 'node:crypto'

export type Account = {
  id: string
  display_name: string
  mail: string
  type: 'personal' | 'business'
  drive_id: string
  quota_total_bytes: number
  /** Organizations can forbid links that work without a sign-in. */
  anonymous_links: boolean
}

/** A sign-in that waits for a click on the consent page. */
export type Consent = {
  tenant: string
  redirect_uri: string
  scope: string[]
  state: string | null
  code_challenge: string | null
  expires_at: number
}

export type AuthorizationCode = Omit<Consent, 'state' | 'tenant'> & { account_id: string; is_used: boolean }

/** An access or refresh token. */
export type Grant = { account_id: string; scope: string[]; expires_at: number }

export type StoredItem = {
  id: string
  drive_id: string
  /** null for the root folder. */
  parent_id: string | null
  name: string
  is_folder: boolean
  size: number
  /** File in the files folder; null for folders. */
  content_id: string | null
  sha1: string | null
  sha256: string | null
  /** Unix milliseconds. */
  created_at: number
  modified_at: number
  /** Counts changes; eTag and cTag contain it. */
  version: number
}

export type ConflictBehavior = 'fail' | 'replace' | 'rename'

export type UploadSession = {
  drive_id: string
  parent_id: string
  name: string
  behavior: ConflictBehavior
  /** The item that an upload by item id replaces. */
  replaces_id: string | null
  defer_commit: boolean
  /** Named by the first fragment. */
  total: number | null
  received: number
  expires_at: number
}

export type StoredPermission = {
  id: string
  item_id: string
  type: 'view' | 'edit' | 'embed'
  scope: 'anonymous' | 'organization' | 'users'
  share_id: string
  has_password: boolean
  expires_at: string | null
}

export type MicrosoftState = {
  app: { client_id: string; client_secret: string; secret_expired: boolean; redirect_uris: string[] }
  accounts: Account[]
  consents: Record<string, Consent>
  codes: Record<string, AuthorizationCode>
  access_tokens: Record<string, Grant>
  refresh_tokens: Record<string, Grant>
  items: Record<string, StoredItem>
  sessions: Record<string, UploadSession>
  permissions: StoredPermission[]
  signing_key: string
  /** How long a refresh token still works after it was replaced. */
  refresh_grace_ms: number
  /** How long a video or image has no thumbnails yet. */
  thumbnails_after_ms: number
  last_item_number: number
}

export const CLIENT_ID = '6f1d1f0e-5d5b-4c53-9a0a-0e5a1c7e2b11'
export const CLIENT_SECRET = 'emulated-client-secret'
const GIBIBYTE = 1024 ** 3

/** Two people who can sign in, each with an empty drive. */
export function initialMicrosoftState(redirectUris: string[], nowMs: number): MicrosoftState {
  const state: MicrosoftState = {
    app: { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, secret_expired: false, redirect_uris: redirectUris },
    accounts: [],
    consents: {},
    codes: {},
    access_tokens: {},
    refresh_tokens: {},
    items: {},
    sessions: {},
    permissions: [],
    signing_key: randomBytes(32).toString('hex'),
    // Microsoft documents that it does not revoke old refresh tokens, but promises nothing: the default is the
    // strictest reading.
    refresh_grace_ms: 0,
    thumbnails_after_ms: 60_000,
    last_item_number: 100,
  }
  putAccount(
    state,
    {
      id: '3f9a6c1d2b7e4a58',
      display_name: 'Dana Demo',
      mail: 'dana@outlook.test',
      type: 'personal',
      quota_total_bytes: 5 * GIBIBYTE,
      anonymous_links: true,
    },
    nowMs,
  )
  putAccount(
    state,
    {
      id: '8d2f5b0e-61c4-4f0a-9b7e-2a1c3d4e5f60',
      display_name: 'Sam Second',
      mail: 'sam@agency.test',
      type: 'business',
      quota_total_bytes: 1024 * GIBIBYTE,
      anonymous_links: true,
    },
    nowMs,
  )
  return state
}

/** Adds an account with an empty drive, or changes the one with that id. */
export function putAccount(state: MicrosoftState, account: Omit<Account, 'drive_id'>, nowMs: number): Account {
  const known = state.accounts.find(({ id }) => id === account.id)
  if (known) return Object.assign(known, account)
  const driveId = account.type === 'personal' ? account.id.toUpperCase() : `b!${account.id.replaceAll('-', '')}`
  const added = { ...account, drive_id: driveId }
  state.accounts.push(added)
  const root: StoredItem = {
    id: newItemId(state, driveId),
    drive_id: driveId,
    parent_id: null,
    name: 'root',
    is_folder: true,
    size: 0,
    content_id: null,
    sha1: null,
    sha256: null,
    created_at: nowMs,
    modified_at: nowMs,
    version: 1,
  }
  state.items[root.id] = root
  return added
}

/** An id that no item has or had. */
export function newItemId(state: MicrosoftState, driveId: string): string {
  state.last_item_number += 1
  return `${driveId}!${state.last_item_number}`
}

/** Unguessable words for codes, tokens and URLs. */
export function newSecret(bytes = 24): string {
  return randomBytes(bytes).toString('hex')
}
