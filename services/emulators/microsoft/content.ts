import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The file with the bytes of an upload or item; the emulator makes the ids, which hold no path characters. */
export function contentFile(filesFolder: string, contentId: string): string {
  return join(filesFolder, contentId)
}

/** Both hashes that OneDrive names for personal files, read in one pass without holding the file in memory. */
export async function hashContent(file: string): Promise<{ sha1: string; sha256: string }> {
  const sha1 = createHash('sha1')
  const sha256 = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    sha1.update(chunk)
    sha256.update(chunk)
  }
  return { sha1: sha1.digest('hex').toUpperCase(), sha256: sha256.digest('hex').toUpperCase() }
}

/** Does nothing when the file is missing. */
export async function removeContent(filesFolder: string, contentId: string | null): Promise<void> {
  if (contentId !== null) await rm(contentFile(filesFolder, contentId), { force: true })
}

const TYPES: Record<string, string> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  txt: 'text/plain',
  pdf: 'application/pdf',
}

/** The type that OneDrive gives a file: by its name alone. */
export function mimeTypeOf(name: string): string {
  return TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}
