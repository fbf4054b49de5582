import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { connectionContract, connectionStatus } from './connection.ts'

/** The workspace's OneDrive. `expires_at` is 90 days after the last use. */
export const OneDriveStatus = connectionStatus({
  account_email: z.string().nullable(),
  /** The folder for new videos; null until one is chosen. `path` is for people: `/Videos/2026`. */
  folder: z.object({ id: z.string(), path: z.string() }).nullable(),
  /** Whether new videos go to OneDrive instead of the private bucket. */
  is_chosen: z.boolean(),
})
export type OneDriveStatus = z.infer<typeof OneDriveStatus>

/** Bytes of the whole drive. */
const OneDriveQuota = z.object({
  total_bytes: z.number().int(),
  used_bytes: z.number().int(),
  remaining_bytes: z.number().int(),
})

/** The status after a test of the connection; `quota` is null for a drive without a limit. */
export const OneDriveTest = OneDriveStatus.extend({ quota: OneDriveQuota.nullable() })
export type OneDriveTest = z.infer<typeof OneDriveTest>

const ItemId = z.string().min(1).max(200)

export const UpdateOneDrive = z.strictObject({ folder_id: ItemId.optional(), is_chosen: z.boolean().optional() })
export type UpdateOneDrive = z.infer<typeof UpdateOneDrive>

export const OneDriveFolder = z.object({ id: z.string(), name: z.string(), child_count: z.number().int() })
export type OneDriveFolder = z.infer<typeof OneDriveFolder>

/**
 * `folder`: the parent of the listed folders. An empty page may have a next page, because OneDrive pages list files
 * between folders.
 */
export const OneDriveFolders = z.object({
  folder: z.object({ id: z.string(), name: z.string(), path: z.string(), parent_id: z.string().nullable() }),
  items: z.array(OneDriveFolder),
  next_cursor: z.string().nullable(),
})
export type OneDriveFolders = z.infer<typeof OneDriveFolders>

/** Without `parent_id`: the root of the drive. */
export const OneDriveFoldersQuery = z.strictObject({
  parent_id: ItemId.optional(),
  cursor: z.string().min(1).max(4000).optional(),
})
export type OneDriveFoldersQuery = z.infer<typeof OneDriveFoldersQuery>

export const CreateOneDriveFolder = z.strictObject({
  parent_id: ItemId.optional(),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^"*:<>?/\\|]*[^"*:<>?/\\|.]$/, 'OneDrive takes no " * : < > ? / \\ | in a name, and no dot at its end.'),
})
export type CreateOneDriveFolder = z.infer<typeof CreateOneDriveFolder>

/** The problems of a call that needs the workspace's OneDrive. */
export const ONEDRIVE_CONNECTION_PROBLEMS = [
  'onedrive_not_connected',
  'onedrive_reconnect',
  'provider_failed',
  'provider_try_later',
] as const

export const onedriveContract = {
  ...connectionContract({
    provider: 'onedrive',
    name: 'OneDrive',
    vendor: 'Microsoft',
    status: OneDriveStatus,
    test: OneDriveTest,
    problems: ONEDRIVE_CONNECTION_PROBLEMS,
    testProblems: ['onedrive_folder_missing'],
    disconnecting: 'Delete the tokens and cancel unfinished uploads; files stay in OneDrive, videos stay listed',
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/onedrive-status',
    summary: 'Choose the folder for new videos, or whether new videos go to OneDrive',
    audience: 'user',
    body: UpdateOneDrive,
    response: OneDriveStatus,
    problems: ['not_allowed', 'onedrive_folder_not_found', ...ONEDRIVE_CONNECTION_PROBLEMS],
  }),
  folders: defineContract({
    method: 'GET',
    path: '/api/onedrive-folders',
    summary: 'Folders inside a folder of OneDrive, by name',
    audience: 'user',
    query: OneDriveFoldersQuery,
    response: OneDriveFolders,
    problems: ['not_allowed', 'onedrive_folder_not_found', ...ONEDRIVE_CONNECTION_PROBLEMS],
  }),
  createFolder: defineContract({
    method: 'POST',
    path: '/api/onedrive-folders',
    summary: 'Create a folder in OneDrive',
    audience: 'user',
    body: CreateOneDriveFolder,
    response: OneDriveFolder,
    status: 201,
    problems: ['not_allowed', 'onedrive_folder_not_found', 'name_taken', ...ONEDRIVE_CONNECTION_PROBLEMS],
  }),
}
