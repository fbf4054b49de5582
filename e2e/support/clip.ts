import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A video of two seconds with a tone, H.264 and AAC, made with ffmpeg. */
export const CLIP = join(import.meta.dirname, 'clip.mp4')

export const readClip = async (): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(CLIP))

/**
 * The same clip, still a valid MP4, `size` bytes long: a `free` box (ISO 14496-12) at its end holds the padding.
 * Answers its path.
 */
export async function clipOf(size: number, name = 'review.mp4'): Promise<string> {
  const clip = await readFile(CLIP)
  const padded = Buffer.alloc(size)
  clip.copy(padded)
  padded.writeUInt32BE(size - clip.length, clip.length)
  padded.write('free', clip.length + 4, 'latin1')
  for (let i = clip.length + 8; i < size; i += 4096)
    padded.writeUInt32BE((i * 2_654_435_761) % 0xffff_ffff, Math.min(i, size - 4))
  const path = join(await mkdtemp(join(tmpdir(), 'opsyncpro-clip-')), name)
  await writeFile(path, padded)
  return path
}
