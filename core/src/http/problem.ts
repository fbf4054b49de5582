import { z } from 'zod'

/**
 * Every error the API can answer with. The code is stable for ever; clients branch on it, never on the text.
 * The title is a sentence a person can act on when nothing more precise is known.
 */
export const PROBLEMS = {
  invalid_input: { status: 400, title: 'Some fields are missing or wrong' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  secret_invalid: { status: 401, title: 'The secret is missing or wrong' },
  signature_invalid: { status: 401, title: 'The signature is missing or wrong' },
  not_allowed: { status: 403, title: 'Your role does not allow this' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  product_not_found: { status: 404, title: 'No such product' },
  video_not_found: { status: 404, title: 'No such video' },
  task_not_found: { status: 404, title: 'No such task' },
  shipment_not_found: { status: 404, title: 'No such parcel' },
  correlation_not_found: { status: 404, title: 'No such correlation' },
  upload_session_not_found: { status: 404, title: 'No such upload' },
  variant_not_found: { status: 404, title: 'There is no such version of this video yet' },
  video_file_gone: { status: 404, title: 'The file of this video is gone' },
  onedrive_folder_not_found: { status: 404, title: 'There is no such folder in OneDrive' },
  asin_unknown: { status: 404, title: 'Keepa does not know this ASIN' },
  import_not_found: { status: 404, title: 'No such import' },
  entry_not_found: { status: 404, title: 'This entry is not in your lists' },
  view_not_found: { status: 404, title: 'No such view' },
  change_not_found: { status: 404, title: 'No such change' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method' },
  product_exists: { status: 409, title: 'This ASIN is already in your products' },
  shipment_exists: { status: 409, title: 'This tracking number is already in your workspace' },
  correlation_exists: { status: 409, title: 'This ASIN is already correlated' },
  row_changed: { status: 409, title: 'Somebody changed this in the meantime' },
  task_claimed: { status: 409, title: 'Somebody else is working on this task' },
  name_taken: { status: 409, title: 'This name is taken' },
  entry_in_use: { status: 409, title: 'Products still have this' },
  last_status: { status: 409, title: 'One status has to stay visible' },
  already_undone: { status: 409, title: 'This was undone already' },
  import_not_ready: { status: 409, title: 'The import is not that far, or over' },
  undo_expired: { status: 409, title: 'Changes can be undone for 30 days' },
  upload_incomplete: { status: 409, title: 'The file has not arrived completely' },
  video_not_checked: { status: 409, title: 'The video is still being looked into' },
  dub_exists: { status: 409, title: 'This video has a dub in that language' },
  cost_changed: { status: 409, title: 'The price is not the one you agreed to' },
  onedrive_not_connected: { status: 409, title: 'OneDrive is not connected' },
  onedrive_reconnect: { status: 409, title: 'OneDrive has to be connected again' },
  onedrive_folder_missing: { status: 409, title: 'The OneDrive folder for videos is missing' },
  onedrive_quota_full: { status: 409, title: 'OneDrive is full' },
  provider_not_configured: { status: 409, title: 'This service is not connected' },
  request_in_progress: { status: 409, title: 'The same request is still being worked on' },
  body_too_large: { status: 413, title: 'The request is too large' },
  file_too_large: { status: 413, title: 'The file is too large' },
  video_not_dubbable: { status: 422, title: 'This video cannot be dubbed' },
  not_a_video: { status: 422, title: 'This file is not a video' },
  idempotency_key_reused: { status: 422, title: 'This idempotency key was used for another request' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  storage_unavailable: { status: 502, title: 'The file store did not answer' },
  provider_failed: { status: 502, title: 'The service we asked refused to answer' },
  database_unavailable: { status: 503, title: 'The database did not answer' },
  provider_try_later: { status: 503, title: 'The service we asked cannot answer at the moment' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS

/** The body of every error answer (RFC 9457), `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  /** `invalid_input`: the fields that were wrong. */
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** `product_exists`, `correlation_exists`, `dub_exists`: the row that is already there. */
  existing_id: z.uuid().optional(),
  /** `row_changed`: the row as it is now. `cost_changed`: the estimate. */
  current: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof Problem>
