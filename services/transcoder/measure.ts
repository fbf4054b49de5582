import { type FileHandle, open } from 'node:fs/promises'
import { runProgram } from './run-program.ts'

/** What a file really holds, whatever its header says. */
export type Measured = {
  /** From the first picture or sound to the end of the last. */
  seconds: number
  /** Packets of the video stream that can be read. */
  pictures: number
  /** Whether the file ends before the end of its container. */
  isCut: boolean
}

type Options = { ffprobe: string; timeoutMs: number; signal: AbortSignal }
/** The numbers of the streams in the file. */
type Streams = { video: number; audio: number | undefined }

/**
 * Reads every packet of one video and one audio stream. Headers lie about the duration: recordings of browsers have
 * none, editors leave the length of the uncut material, and an empty edit delays the picture.
 */
export async function measure(
  file: string,
  { video, audio }: Streams,
  { ffprobe, timeoutMs, signal }: Options,
): Promise<Measured> {
  let [first, last, pictures] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  const fields = 'packet=stream_index,pts_time,dts_time,duration_time,flags'
  const args = ['-v', 'quiet', '-show_entries', fields, '-of', 'default=noprint_wrappers=0:nokey=0', file]
  let packet: Record<string, string> = {}
  const take = () => {
    const { stream_index, pts_time, dts_time, duration_time = '0', flags = '' } = packet
    packet = {}
    const at = Number(pts_time === 'N/A' ? dts_time : (pts_time ?? dts_time))
    const stream = Number(stream_index)
    if (stream === video) pictures += 1
    // Packets that an edit list cuts away are only decoded.
    if ((stream !== video && stream !== audio) || !Number.isFinite(at) || flags.includes('D')) return
    first = Math.min(first, at)
    last = Math.max(last, at + (Number(duration_time) || 0))
  }
  await runProgram(ffprobe, args, {
    timeoutMs,
    signal,
    keepsOutput: false,
    onLine: (line) => {
      if (line === '[/PACKET]') take()
      const at = line.indexOf('=')
      if (at > 0) packet[line.slice(0, at)] = line.slice(at + 1)
    },
  })
  return { seconds: Math.max(0, last - first), pictures, isCut: await isCutOff(file) }
}

/** Whether the file is shorter than its container says: an MP4 box or a WEBM segment that ends behind the file. */
async function isCutOff(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const head = await read(file, 0, 64)
    return head.subarray(0, 4).equals(EBML) ? isSegmentCut(head, size) : await isBoxCut(file, size)
  } finally {
    await file.close()
  }
}

/** Far more than the fragments of a day of video. */
const MAX_BOXES = 200_000

// MP4 and MOV: boxes one after the other, each with its size.
async function isBoxCut(file: FileHandle, size: number): Promise<boolean> {
  let at = 0
  for (let count = 0; count < MAX_BOXES && at + 8 <= size; count += 1) {
    const head = await read(file, at, 16)
    const short = head.readUInt32BE(0)
    // 0: to the end of the file; 1: the size follows as 64 bits.
    const length = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short
    if (length < 8) return false
    at += length
  }
  return at > size
}

const EBML = Buffer.from([0x1a, 0x45, 0xdf, 0xa3])
const SEGMENT = Buffer.from([0x18, 0x53, 0x80, 0x67])

// WEBM: one segment holds everything. A recording that was not finished leaves its size open, which proves nothing.
function isSegmentCut(head: Buffer, size: number): boolean {
  const at = head.indexOf(SEGMENT)
  const lead = at < 0 ? 0 : (head[at + 4] ?? 0)
  if (lead === 0) return false
  const bytes = Math.clz32(lead) - 23
  const number = head.subarray(at + 4, at + 4 + bytes)
  const length = number.subarray(1).reduce((sum, byte) => sum * 256 + byte, lead & (0xff >> bytes))
  const isOpen = (lead & (0xff >> bytes)) === 0xff >> bytes && number.subarray(1).every((byte) => byte === 0xff)
  return !isOpen && at + 4 + bytes + length > size
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
