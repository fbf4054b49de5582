/** The file cannot be uploaded; the message says why and what to do, and nothing was sent. */
export class FileRefused extends Error {
  override name = 'FileRefused'
}

/** The file on the disk is no longer the one that the upload started with, so its remaining bytes would not match. */
export class FileChanged extends Error {
  override name = 'FileChanged'
  constructor(filename: string) {
    super(
      `${filename} is a different file from the one this upload started with. Select the ` +
        'original file to resume, or cancel and upload the new one.',
    )
  }
}

/** The store did not accept the bytes. `status` is 0 when the connection broke. */
export class UploadFailed extends Error {
  override name = 'UploadFailed'
  readonly status: number
  /** How long the store asked to wait; null when it did not say. */
  readonly retryAfterMs: number | null
  constructor(status: number, retryAfterMs: number | null = null) {
    super(words(status))
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

function words(status: number): string {
  if (status === 0) return 'The connection broke. The uploaded part is saved. Try again to resume.'
  if (status === 507) return 'OneDrive is full. Free some space there, then try again.'
  if (status === 429 || status === 503) return 'The file store is too busy. What has arrived is kept; try again later.'
  return `The file store did not take the file (it answered ${status}). Nothing was saved; try again.`
}
