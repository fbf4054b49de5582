import { open } from 'node:fs/promises'

export type Media = { content_type: string; duration_seconds: number }

/** A file without a readable length counts as a minute. */
const UNKNOWN_SECONDS = 60

/** The type of a file by its bytes: a video with its length (MP4, MOV, WEBM), or null. */
export async function readMedia(path: string): Promise<Media | null> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const head = await read(handle, 0, Math.min(size, 64))
    if (head.subarray(0, 4).toString('hex') === '1a45dfa3') {
      return { content_type: 'video/webm', duration_seconds: UNKNOWN_SECONDS }
    }
    if (head.subarray(4, 8).toString('latin1') !== 'ftyp') return null
    const content_type = head.subarray(8, 12).toString('latin1') === 'qt  ' ? 'video/quicktime' : 'video/mp4'
    // The header of the whole film is near the beginning or near the end.
    const span = Math.min(size, 4 * 1024 * 1024)
    const duration = durationIn(await read(handle, 0, span)) ?? durationIn(await read(handle, size - span, span))
    return { content_type, duration_seconds: duration ?? UNKNOWN_SECONDS }
  } finally {
    await handle.close()
  }
}

async function read(handle: Awaited<ReturnType<typeof open>>, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(length), position })
  return buffer.subarray(0, bytesRead)
}

// ISO 14496-12 `mvhd`: version and flags, two times, timescale, duration; 64 bits each in version 1.
function durationIn(bytes: Buffer): number | null {
  const at = bytes.indexOf('mvhd', 0, 'latin1')
  if (at < 0 || at + 36 > bytes.length) return null
  const isLong = bytes[at + 4] === 1
  const timescale = bytes.readUInt32BE(at + (isLong ? 24 : 16))
  const duration = isLong ? Number(bytes.readBigUInt64BE(at + 28)) : bytes.readUInt32BE(at + 20)
  return timescale > 0 ? duration / timescale : null
}
