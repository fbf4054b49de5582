import { AppError } from '../errors.ts'

type StoreError = { status?: number | undefined; statusCode?: string | undefined }

/**
 * Whether the store said that it has no such file. It answers 400 and says 404 in the body. Any other error, and no
 * answer, says nothing about the file.
 */
export const isMissingFile = (error: StoreError | null): boolean =>
  error !== null && (error.status === 404 || error.statusCode === '404')

/** The problem of a store that did not answer. */
export const storageFailed = (cause: unknown): AppError =>
  new AppError(
    'storage_unavailable',
    'The file store did not answer. Nothing is lost; try again in a moment.',
    {},
    cause,
  )
