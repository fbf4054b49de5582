import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { Instant } from '../time.ts'
import { CreateUploadSession, UploadSession } from '../videos/schema.ts'

/** The largest file sent to OneDrive: 2 GB, counted as the private bucket's limit is (binary). */
export const ONEDRIVE_MAX_BYTES = 2 * 1024 ** 3

/** Bytes of one fragment of an upload: 10 MiB, a multiple of 320 KiB as OneDrive demands, under its 60 MiB. */
export const ONEDRIVE_CHUNK_BYTES = 32 * 327_680

/**
 * `expiring`: nobody used it for so long that Microsoft will soon want a new sign-in. `reconnect`: the grant was revoked or
 * ran out; work for OneDrive waits. `error`: Microsoft refuses for a reason that is not the person's to mend.
 */
export const OneDriveState = z.enum(['not_configured', 'not_connected', 'connected', 'expiring', 'reconnect', 'error'])
export type OneDriveState = z.infer<typeof OneDriveState>

/** The workspace's OneDrive. Whatever opens it (tokens) never leaves the server. */
export const OneDriveStatus = z.object({
  state: OneDriveState,
  account_email: z.string().nullable(),
  /** Where new videos go; null until one is chosen. `path` is for people: `/Videos/2026`. */
  folder: z.object({ id: z.string(), path: z.string() }).nullable(),
  /** Whether new videos go to OneDrive rather than to the private bucket. */
  is_chosen: z.boolean(),
  /** Microsoft's own word for what is wrong, for support. */
  error_code: z.string().nullable(),
  connected_at: Instant.nullable(),
  last_success_at: Instant.nullable(),
})
export type OneDriveStatus = z.infer<typeof OneDriveStatus>

/** Bytes of the whole drive. */
const OneDriveQuota = z.object({
  total_bytes: z.number().int(),
  used_bytes: z.number().int(),
  remaining_bytes: z.number().int(),
})

/** The status after everything was tried; `quota` is null where the drive has no limit. */
export const OneDriveTest = OneDriveStatus.extend({ quota: OneDriveQuota.nullable() })
export type OneDriveTest = z.infer<typeof OneDriveTest>

const ItemId = z.string().min(1).max(200)

export const UpdateOneDrive = z.strictObject({ folder_id: ItemId.optional(), is_chosen: z.boolean().optional() })
export type UpdateOneDrive = z.infer<typeof UpdateOneDrive>

export const OneDriveFolder = z.object({ id: z.string(), name: z.string(), child_count: z.number().int() })
export type OneDriveFolder = z.infer<typeof OneDriveFolder>

/** `folder`: the one whose folders these are. A page may be empty and have a next one: files lie between the folders. */
export const OneDriveFolders = z.object({
  folder: z.object({ id: z.string(), name: z.string(), path: z.string(), parent_id: z.string().nullable() }),
  items: z.array(OneDriveFolder),
  next_cursor: z.string().nullable(),
})
export type OneDriveFolders = z.infer<typeof OneDriveFolders>

/** Without `parent_id`: the top of the drive. */
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

const CONNECTION = ['onedrive_not_connected', 'onedrive_reconnect', 'provider_failed', 'provider_try_later'] as const

export const onedriveContract = {
  auth: defineContract({
    method: 'GET',
    path: '/api/onedrive-auth',
    summary: "Where the browser goes to sign in to OneDrive; good for ten minutes, for this person's browser, once",
    audience: 'user',
    response: z.object({ auth_url: z.url() }),
    problems: ['not_allowed', 'provider_not_configured'],
  }),
  callback: defineContract({
    method: 'GET',
    path: '/api/onedrive-callback',
    summary: 'Where Microsoft sends the browser back to; leads to /connections?onedrive=connected, denied or failed',
    audience: 'public',
    query: z.object({
      state: z.string().max(200).optional(),
      code: z.string().max(4000).optional(),
      error: z.string().max(200).optional(),
    }),
    response: z.object({ location: z.url() }),
    status: 302,
    problems: [],
  }),
  status: defineContract({
    method: 'GET',
    path: '/api/onedrive-status',
    summary: "The workspace's OneDrive: state, account, folder, whether new videos go there",
    audience: 'user',
    response: OneDriveStatus,
    problems: ['not_allowed'],
  }),
  update: defineContract({
    method: 'PATCH',
    path: '/api/onedrive-status',
    summary: 'Choose the folder for new videos, or whether they go to OneDrive at all',
    audience: 'user',
    body: UpdateOneDrive,
    response: OneDriveStatus,
    problems: ['not_allowed', 'onedrive_folder_not_found', ...CONNECTION],
  }),
  disconnect: defineContract({
    method: 'DELETE',
    path: '/api/onedrive-status',
    summary: 'Forget the tokens and give unfinished uploads up; files stay in OneDrive, videos stay listed',
    audience: 'user',
    response: OneDriveStatus,
    problems: ['not_allowed'],
  }),
  test: defineContract({
    method: 'POST',
    path: '/api/onedrive-status/test',
    summary: 'Try the connection and the folder now',
    audience: 'user',
    response: OneDriveTest,
    problems: ['not_allowed', 'onedrive_folder_missing', ...CONNECTION],
  }),
  folders: defineContract({
    method: 'GET',
    path: '/api/onedrive-folders',
    summary: 'Folders inside a folder of OneDrive, by name',
    audience: 'user',
    query: OneDriveFoldersQuery,
    response: OneDriveFolders,
    problems: ['not_allowed', 'onedrive_folder_not_found', ...CONNECTION],
  }),
  createFolder: defineContract({
    method: 'POST',
    path: '/api/onedrive-folders',
    summary: 'Make a folder in OneDrive',
    audience: 'user',
    body: CreateOneDriveFolder,
    response: OneDriveFolder,
    status: 201,
    problems: ['not_allowed', 'onedrive_folder_not_found', 'name_taken', ...CONNECTION],
  }),
  createUploadSession: defineContract({
    method: 'POST',
    path: '/api/onedrive-upload-session',
    summary: 'Begin an upload straight to OneDrive; the same file again continues where OneDrive stopped',
    audience: 'user',
    body: CreateUploadSession,
    response: UploadSession,
    status: 201,
    problems: [
      'not_allowed',
      'product_not_found',
      'file_too_large',
      'onedrive_folder_missing',
      'onedrive_quota_full',
      ...CONNECTION,
    ],
  }),
}
