import { formatBytes } from '#core/format.ts'
import { VIDEO_EXTENSIONS, VIDEO_TYPES, type VideoType, videoTypeOf } from '#core/videos/schema.ts'
import { MAX_BYTES } from './choose-store.ts'
import type { StoreName } from './upload.ts'
import { FileRefused } from './upload-errors.ts'

/** file-type needs at most this many bytes from the start of a file. */
const SNIFFED_BYTES = 4100

/** For file dialogs; the content decides what a file really is. */
export const ACCEPTED_FILES = [...Object.keys(VIDEO_TYPES), ...VIDEO_EXTENSIONS.map((name) => `.${name}`)].join()

/** The type of the file by its content, whatever its name. Throws `FileRefused` before a single byte is sent. */
export async function checkVideoFile(file: Blob & { name: string }, store: StoreName): Promise<VideoType> {
  if (file.size === 0) throw new FileRefused(`${file.name} is empty.`)
  if (file.size > MAX_BYTES[store]) throw new FileRefused(tooLarge(file, store))
  const head = await readHead(file)
  // Loaded with the first file: 16 kB that most visits never need.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head)
  if (!found) throw new FileRefused(`${file.name} is not a video. MP4, MOV and WEBM can be uploaded.`)
  const type = videoTypeOf(found.mime)
  if (!type) {
    throw new FileRefused(
      `${file.name} is a ${found.ext.toUpperCase()} file by its content. MP4, MOV and WEBM can be uploaded.`,
    )
  }
  return type
}

async function readHead(file: Blob & { name: string }): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, SNIFFED_BYTES).arrayBuffer())
  } catch {
    // A page can only read a file that is unchanged since it was chosen.
    throw new FileRefused(`${file.name} was changed or moved after you chose it. Nothing was sent; choose it again.`)
  }
}

function tooLarge({ name, size }: { name: string; size: number }, store: StoreName): string {
  const has = `${name} has ${formatBytes(size)}`
  return store === 'onedrive'
    ? `${has}; at most 2 GB can be sent to OneDrive. Export it with a lower bitrate and try again.`
    : `${has}; at most 500 MB can be stored. Export it with a lower bitrate and try again, or connect OneDrive for up to 2 GB.`
}
