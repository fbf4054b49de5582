import { StartError } from './start-error.ts'

type Situation = { dataDir: string; port: number; databaseUrl: string | undefined }

/** Turns a start failure into one sentence that a person can act on; unknown errors are returned unchanged. */
export function describeStartError(error: unknown, situation: Situation): unknown {
  if (error instanceof StartError) return error
  const code = codeOf(error)
  const { dataDir, port, databaseUrl } = situation
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is taken: stop what listens there, or choose another, as in \`PORT=${port + 1} npm start\`.`,
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const path = error instanceof Error && 'path' in error ? String(error.path) : dataDir
    return new StartError(
      `${path} cannot be written: give yourself the rights, or set OPSYNCPRO_DATA_DIR to a folder you can write to.`,
    )
  }
  if (code === 'ENOSPC')
    return new StartError(`The disk that holds ${dataDir} is full: free some space and start again.`)
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new StartError(`${dataDir} is not a folder: move that file away, or set OPSYNCPRO_DATA_DIR to a folder.`)
  }
  if (
    databaseUrl &&
    (code?.startsWith('ECONN') ||
      code === 'ENOTFOUND' ||
      code === 'CONNECT_TIMEOUT' ||
      code === '28P01' ||
      code === '3D000')
  ) {
    return new StartError(
      `The database of DATABASE_URL cannot be reached (${messageOf(error)}): check host, port, name and password.`,
    )
  }
  return error
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
