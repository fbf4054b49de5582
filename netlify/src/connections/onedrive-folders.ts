import type {
  CreateOneDriveFolder,
  OneDriveFolder,
  OneDriveFolders,
  OneDriveFoldersQuery,
} from '#core/connections/onedrive.ts'
import type { UserContext } from '../context.ts'
import { SealError } from '../crypto/seal-error.ts'
import { sealSecret, unsealSecret } from '../crypto/seal-secret.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import { AppError } from '../errors.ts'
import { ProviderError } from '../providers/errors.ts'
import type { DriveFolder, OneDrive } from '../providers/microsoft/index.ts'
import { oneDriveConnection, withOneDrive } from './onedrive.ts'
import { openServiceDb } from './service-db.ts'

/** One page of the folders inside a folder, by name. Throws `onedrive_folder_not_found`. */
export async function listOneDriveFolders(
  { db }: UserContext,
  { parent_id, cursor }: OneDriveFoldersQuery,
): Promise<OneDriveFolders> {
  const workspaceId = await getEditorWorkspaceId(db)
  // The cursor is sealed because it holds a URL that the server calls with the owner's token; sealing keeps callers
  // from inventing one.
  const identity = `onedrive_folders/${workspaceId}/cursor`
  const next = cursor === undefined ? undefined : openCursor(identity, cursor)
  return withOneDrive(openServiceDb(), workspaceId, async ({ drive }) => {
    const folder = await getFolder(drive, parent_id ?? null)
    const page = await drive.listFolders(folder.id, next)
    return {
      folder: { id: folder.id, name: folder.name, path: folder.path, parent_id: folder.parentId },
      items: page.folders.map(toFolder).toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
      next_cursor: page.next === null ? null : sealSecret(identity, page.next),
    }
  }).catch((error: unknown) => {
    throw oneDriveConnection.problem(error, folderNotFound)
  })
}

/** Creates a folder. Throws `name_taken`, `onedrive_folder_not_found`. */
export async function createOneDriveFolder(
  { db }: UserContext,
  { parent_id, name }: CreateOneDriveFolder,
): Promise<OneDriveFolder> {
  const workspaceId = await getEditorWorkspaceId(db)
  const create = ({ drive }: { drive: OneDrive }) => drive.createFolder(parent_id ?? null, name)
  return toFolder(
    await withOneDrive(openServiceDb(), workspaceId, create).catch((error: unknown) => {
      if (error instanceof ProviderError && error.code === 'nameAlreadyExists') {
        throw new AppError('name_taken', `There is already something called ${name} in this folder.`)
      }
      throw oneDriveConnection.problem(error, folderNotFound)
    }),
  )
}

/** The folder as OneDrive has it now. Throws `onedrive_folder_not_found`, also for a file. */
export async function getFolder(drive: OneDrive, id: string | null): Promise<DriveFolder> {
  return drive.getFolder(id).catch((error: unknown) => {
    // Some drives answer 400 instead of 404 for a malformed id.
    const isNone = error instanceof ProviderError && /^(not_a_folder|invalidRequest)$/.test(error.code)
    if (isNone || (error instanceof ProviderError && error.outcome === 'gone')) throw folderNotFound()
    throw error
  })
}

function openCursor(identity: string, cursor: string): string {
  try {
    return unsealSecret(identity, cursor)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    const message = 'This is not a cursor of this list.'
    throw new AppError('invalid_input', message, { issues: [{ path: 'cursor', message }] })
  }
}

const toFolder = ({ id, name, childCount }: DriveFolder): OneDriveFolder => ({ id, name, child_count: childCount })

const folderNotFound = () =>
  new AppError('onedrive_folder_not_found', 'This folder is not in OneDrive any more. Go back and choose another.')
