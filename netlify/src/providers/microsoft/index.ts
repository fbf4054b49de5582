import type { DriveItemUploadableProperties, DriveItem as GraphItem } from '@microsoft/microsoft-graph-types'
import { readEnv } from '../../env.ts'
import { ProviderError } from '../errors.ts'
import type { OAuthVendor } from '../oauth.ts'
import { askGraph, type GraphAccount, pathOfGraphUrl, readGraph, tellGraph } from './client.ts'
import { cancelUploadSession, readFileHead, readUploadSession } from './contents.ts'
import { PROVIDER, unreadable } from './failures.ts'
import { type DriveFile, type DriveFolder, isNameOrRenamed, toFile, toFolder } from './mapping.ts'
import { consentUrl, type MicrosoftApp, redeemCode, refreshTokens } from './oauth.ts'
import { Drive, DriveItem, DriveItemPage, Profile, ThumbnailAnswer, UploadSessionAnswer } from './types.ts'

export { type DriveFile, type DriveFolder, isNameOrRenamed } from './mapping.ts'

/**
 * Microsoft's sign-in and one person's OneDrive. All throw `ProviderError`: `reconnect` (the person must sign in again,
 * or the access token is old), `rejected` (with the code), `gone` (unknown item or session), `try_later` (with
 * Microsoft's own wait).
 */
export type Microsoft = OAuthVendor & {
  openDrive(accessToken: string, signal?: AbortSignal): OneDrive
  /** The functions below need no token: the URL is the permission. `gone` also when the upload is finished. */
  readUploadSession(uploadUrl: string, signal?: AbortSignal): Promise<{ nextExpectedRanges: string[]; expiresAt: Date }>
  cancelUploadSession(uploadUrl: string, signal?: AbortSignal): Promise<void>
  readFileHead(downloadUrl: string, bytes: number, signal?: AbortSignal): Promise<Uint8Array>
}

/**
 * One OneDrive by its access token. Reads are repeated once automatically. `createFolder` fails when the name is taken,
 * so a repetition does no harm; a repeated `createUploadSession` leaves a session behind that expires; a repeated
 * `deleteItem` answers `gone`.
 */
export type OneDrive = {
  getAccount(): Promise<{ email: string; driveId: string; quota: DriveQuota | null }>
  /** null: the root of the drive. Throws `rejected` with `not_a_folder` for a file. */
  getFolder(id: string | null): Promise<DriveFolder>
  /** The folders among one page of at most 200 items; `next` is Microsoft's URL of the next page. */
  listFolders(folderId: string, next?: string): Promise<{ folders: DriveFolder[]; next: string | null }>
  /** Throws `rejected` with `nameAlreadyExists`. */
  createFolder(parentId: string | null, name: string): Promise<DriveFolder>
  findFolder(name: string): Promise<DriveFolder>
  /** Throws `rejected` with `quotaLimitReached` when the drive has too little space. */
  createUploadSession(upload: { folderId: string; name: string; sizeBytes: number }): Promise<{
    uploadUrl: string
    expiresAt: Date
    nextExpectedRanges: string[]
  }>
  /** Throws `gone`, also for a folder. */
  getFile(id: string): Promise<DriveFile>
  /**
   * Files of a folder that an upload with that name and size, started at that moment, may have become; newest first.
   */
  findUploaded(upload: { folderId: string; name: string; sizeBytes: number; begunAt: Date }): Promise<DriveFile[]>
  /** Moves the file to the OneDrive recycle bin. */
  deleteItem(id: string): Promise<void>
  /** A short-lived URL of a video's cover image, null while OneDrive has none. */
  getThumbnailUrl(id: string): Promise<string | null>
}

export type DriveQuota = { totalBytes: number; usedBytes: number; remainingBytes: number }

const PAGE_SIZE = 200
/** Ten thousand items in one folder: the search for a file stops there. */
const MAX_PAGES = 50
const FOLDER_FIELDS = 'id,name,folder,parentReference'
const FILE_FIELDS = 'id,name,size,file,video,createdDateTime,parentReference'
/** Microsoft's clock and ours may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60_000

/** Microsoft with our app keys; null while none are configured. */
export function openMicrosoft({ timeoutMs = 15_000 }: { timeoutMs?: number } = {}): Microsoft | null {
  const env = readEnv()
  if (!env.MICROSOFT_CLIENT_ID || !env.MICROSOFT_CLIENT_SECRET) return null
  const app: MicrosoftApp = {
    loginUrl: env.MICROSOFT_LOGIN_URL,
    tenant: env.MICROSOFT_TENANT,
    clientId: env.MICROSOFT_CLIENT_ID,
    clientSecret: env.MICROSOFT_CLIENT_SECRET,
    redirectUri: `${env.SITE_URL}/api/onedrive-callback`,
    timeoutMs,
  }
  const baseUrl = env.MICROSOFT_GRAPH_URL.replace(/\/$/, '')
  return {
    consentUrl: (signIn) => consentUrl(app, signIn),
    redeemCode: (code, codeVerifier) => redeemCode(app, code, codeVerifier),
    refreshTokens: (refreshToken) => refreshTokens(app, refreshToken),
    openDrive: (accessToken, signal) => openDrive({ baseUrl, accessToken, timeoutMs, signal }),
    readUploadSession: (url, signal) => readUploadSession(url, { baseUrl, timeoutMs, signal }),
    cancelUploadSession: (url, signal) => cancelUploadSession(url, { baseUrl, timeoutMs, signal }),
    readFileHead: (url, bytes, signal) => readFileHead(url, bytes, { baseUrl, timeoutMs, signal }),
  }
}

function openDrive(account: GraphAccount): OneDrive {
  const listPage = (path: string, fields: string) =>
    readGraph(account, (api) => api(path).top(PAGE_SIZE).select(fields).get(), DriveItemPage)
  const nextPage = (url: string) => readGraph(account, (api) => api(pathOfGraphUrl(account, url)).get(), DriveItemPage)
  const readFolder = async (path: string) =>
    asFolder(await readGraph(account, (api) => api(path).select(FOLDER_FIELDS).get(), DriveItem))

  return {
    async getAccount() {
      const [profile, drive] = await Promise.all([
        readGraph(account, (api) => api('/me').get(), Profile),
        readGraph(account, (api) => api('/me/drive').get(), Drive),
      ])
      const email = profile.mail || profile.userPrincipalName || profile.displayName || 'OneDrive'
      const { total, used, remaining } = drive.quota ?? {}
      const hasQuota = total !== undefined && used !== undefined && remaining !== undefined
      return {
        email,
        driveId: drive.id,
        quota: hasQuota ? { totalBytes: total, usedBytes: used, remainingBytes: remaining } : null,
      }
    },
    getFolder: (id) => readFolder(itemPath(id)),
    async listFolders(folderId, next) {
      const page = await (next === undefined
        ? listPage(`${itemPath(folderId)}/children`, FOLDER_FIELDS)
        : nextPage(next))
      const folders = page.value.flatMap((item) => toFolder(item) ?? [])
      return { folders, next: page['@odata.nextLink'] ?? null }
    },
    async createFolder(parentId, name) {
      const folder: GraphItem = { name, folder: {} }
      const body = { ...folder, '@microsoft.graph.conflictBehavior': 'fail' }
      const path = `${itemPath(parentId)}/children`
      return asFolder(await askGraph(account, (api) => api(path).post(body), DriveItem))
    },
    findFolder: (name) => readFolder(`/me/drive/root:/${encodeURIComponent(name)}`),
    async createUploadSession({ folderId, name, sizeBytes }) {
      const path = `${itemPath(folderId)}:/${encodeURIComponent(name)}:/createUploadSession`
      const item: DriveItemUploadableProperties = { name, fileSize: sizeBytes }
      const body = { item: { ...item, '@microsoft.graph.conflictBehavior': 'rename' } }
      const session = await askGraph(account, (api) => api(path).post(body), UploadSessionAnswer)
      return {
        uploadUrl: session.uploadUrl,
        expiresAt: new Date(session.expirationDateTime),
        nextExpectedRanges: session.nextExpectedRanges,
      }
    },
    async getFile(id) {
      // Without `$select`: personal drives leave the download URL out of a selection.
      const file = toFile(await readGraph(account, (api) => api(itemPath(id)).get(), DriveItem))
      if (!file) throw new ProviderError({ provider: PROVIDER, outcome: 'gone', code: 'not_a_file' })
      return file
    },
    async findUploaded({ folderId, name, sizeBytes, begunAt }) {
      const found: DriveFile[] = []
      const earliest = begunAt.getTime() - CLOCK_TOLERANCE_MS
      let page = await listPage(`${itemPath(folderId)}/children`, FILE_FIELDS)
      for (let pages = 1; ; pages += 1) {
        found.push(
          ...page.value
            .flatMap((item) => toFile(item) ?? [])
            .filter((file) => file.sizeBytes === sizeBytes && isNameOrRenamed(file.name, name))
            .filter(({ createdAt }) => createdAt !== null && createdAt.getTime() >= earliest),
        )
        const next = page['@odata.nextLink']
        if (!next || pages >= MAX_PAGES) break
        page = await nextPage(next)
      }
      return found.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt))
    },
    deleteItem: (id) => tellGraph(account, (api) => api(itemPath(id)).delete()),
    async getThumbnailUrl(id) {
      const path = `${itemPath(id)}/thumbnails`
      const { value } = await readGraph(account, (api) => api(path).get(), ThumbnailAnswer)
      return value[0]?.large?.url ?? null
    },
  }
}

const itemPath = (id: string | null) => (id === null ? '/me/drive/root' : `/me/drive/items/${encodeURIComponent(id)}`)

function asFolder(item: DriveItem): DriveFolder {
  if (!item.folder) throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'not_a_folder' })
  const folder = toFolder(item)
  if (!folder) throw unreadable()
  return folder
}
