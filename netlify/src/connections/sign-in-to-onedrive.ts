import { createHash, randomBytes } from 'node:crypto'
import type { Cookies, UserContext } from '../context.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'

import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import type { OneDrive } from '../providers/microsoft/index.ts'
import {
  beginOAuth,
  getEditorWorkspaceId,
  storeConnection,
  takeOAuthState,
  updateConnection,
} from './onedrive-connections.repo.ts'
import { getExistingConnection, sealTokens } from './onedrive-tokens.ts'
import { identities, openVault, sealSecret, unsealSecret } from './onedrive-vault.ts'
import { configuredMicrosoft } from './with-onedrive.ts'

/** Ties a sign-in to the browser it began in: nobody can be made to finish somebody else's. */
const COOKIE = 'opsyncpro_onedrive_state'
const COOKIE_PATH = '/api/onedrive-callback'
const SIGN_IN_SECONDS = 600
/** Made in a drive that has no folder chosen, so that uploading works at once. */
const OWN_FOLDER = 'OpSyncPro'

/** Where the browser goes to connect OneDrive. Throws `not_allowed`, `provider_not_configured`. */
export async function beginOneDriveSignIn({ db, cookies }: UserContext): Promise<{ auth_url: string }> {
  await getEditorWorkspaceId(db)
  const microsoft = configuredMicrosoft()
  const state = randomBytes(32).toString('base64url')
  const codeVerifier = randomBytes(48).toString('base64url')
  const stateHash = hash(state)
  await beginOAuth(db, stateHash, sealSecret(identities.codeVerifier(stateHash), codeVerifier))
  cookies.set({
    name: COOKIE,
    value: state,
    path: COOKIE_PATH,
    maxAgeSeconds: SIGN_IN_SECONDS,
    isSecure: readEnv().SITE_URL.startsWith('https:'),
  })
  return { auth_url: microsoft.authorizeUrl({ state, codeVerifier }) }
}

type WayBack = { state?: string | undefined; code?: string | undefined; error?: string | undefined }

/**
 * Finishes a sign-in. Whatever the person, Microsoft or the database said, the browser ends on our own Connections page,
 * which says how it went; the state is used up before anything is believed.
 */
export async function finishOneDriveSignIn(
  { state, code, error }: WayBack,
  cookies: Cookies,
): Promise<{ location: string }> {
  const isOwn = state !== undefined && cookies.get(COOKIE) === state
  const vault = openVault()
  try {
    const signIn = isOwn ? await takeOAuthState(vault, hash(state)) : null
    if (!signIn) return backTo('failed', 'state_unknown')
    if (error !== undefined) return error === 'access_denied' ? backTo('denied') : backTo('failed', error)
    if (code === undefined) return backTo('failed', 'code_missing')
    const { workspace_id, user_id, code_verifier_sealed } = signIn
    const microsoft = configuredMicrosoft()
    const tokens = await microsoft.redeemCode(
      code,
      unsealSecret(identities.codeVerifier(hash(state ?? '')), code_verifier_sealed),
    )
    const drive = microsoft.openDrive(tokens.accessToken)
    const { email, driveId } = await drive.getAccount()
    const who = { workspace_id, user_id, account_email: email, drive_id: driveId }
    await storeConnection(vault, { ...who, ...sealTokens(workspace_id, tokens) })
    await chooseOwnFolder(workspace_id, drive)
    return backTo('connected')
  } catch (cause) {
    if (cause instanceof AppError) return backTo('failed', cause.code)
    if (!(cause instanceof ProviderError)) throw cause
    log.warn('onedrive.sign_in_failed', { outcome: cause.outcome, code: cause.code, status: cause.status })
    return backTo('failed', cause.code)
  }
}

// A convenience: when it fails, the page asks for a folder.
async function chooseOwnFolder(workspaceId: string, drive: OneDrive): Promise<void> {
  const vault = openVault()
  if ((await getExistingConnection(vault, workspaceId)).folder_id !== null) return
  try {
    const { id, path } = await drive.createFolder(null, OWN_FOLDER).catch((error: unknown) => {
      if (error instanceof ProviderError && error.code === 'nameAlreadyExists') return drive.findFolder(OWN_FOLDER)
      throw error
    })
    await updateConnection(vault, workspaceId, { folder: { id, path } })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    log.warn('onedrive.no_folder_made', { outcome: error.outcome, code: error.code })
  }
}

function backTo(result: 'connected' | 'denied' | 'failed', code?: string): { location: string } {
  const url = new URL(`${readEnv().SITE_URL}/connections`)
  url.searchParams.set('onedrive', result)
  // Whatever came in the address is a word or nothing: it is shown to a person.
  if (code !== undefined) url.searchParams.set('code', /^[A-Za-z_]{1,40}$/.test(code) ? code : 'refused')
  return { location: url.href }
}

const hash = (state: string): string => createHash('sha256').update(state).digest('hex')
