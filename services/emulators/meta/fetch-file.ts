const TIMEOUT_MS = 20_000
const MAX_BYTES = 400 * 1024 * 1024
const CRAWLER = { 'user-agent': 'facebookexternalhit/1.1', accept: '*/*' }

export type FetchedVideo = {
  isVideo: boolean
  /** Null for a file without a header that says it. */
  seconds: number | null
  width: number | null
  height: number | null
}

/**
 * Fetches a file as Meta's crawler does: HEAD, then a range, then all of it; redirects are followed, and a page instead
 * of a file is refused. Null when the file cannot be fetched.
 */
export async function fetchVideo(url: string): Promise<FetchedVideo | null> {
  const bytes = await fetchFile(url, /^video\/|^application\/octet-stream$/)
  return bytes && readMp4(bytes)
}

/** The size of a picture; null when it cannot be fetched. */
export async function fetchImage(url: string): Promise<{ bytes: number } | null> {
  const bytes = await fetchFile(url, /^image\//)
  return bytes && { bytes: bytes.byteLength }
}

async function fetchFile(url: string, type: RegExp): Promise<Buffer | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const head = await fetch(url, { method: 'HEAD', headers: CRAWLER, signal })
    if (head.status !== 200 || !isType(head, type)) return null
    const range = await fetch(url, { headers: { ...CRAWLER, range: 'bytes=0-15' }, signal })
    const start = Buffer.from(await range.arrayBuffer())
    if (range.status !== 206 || start.byteLength > 16 || !range.headers.get('content-range')) return null
    const whole = await fetch(url, { headers: CRAWLER, signal })
    if (whole.status !== 200 || !isType(whole, type)) return null
    const bytes = Buffer.from(await whole.arrayBuffer())
    return bytes.byteLength <= MAX_BYTES && bytes.subarray(0, start.byteLength).equals(start) ? bytes : null
  } catch {
    return null
  }
}

const isType = (response: Response, type: RegExp) =>
  type.test((response.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '')

/** The length and shape of an MP4, from its movie and track headers. */
export function readMp4(bytes: Buffer): FetchedVideo {
  const isVideo = bytes.subarray(4, 8).toString('latin1') === 'ftyp'
  const movie = bytes.indexOf('mvhd', 0, 'latin1')
  let seconds: number | null = null
  if (movie > 0 && bytes.byteLength > movie + 36) {
    const isLong = bytes[movie + 4] === 1
    const scale = bytes.readUInt32BE(movie + (isLong ? 24 : 16))
    const length = isLong ? Number(bytes.readBigUInt64BE(movie + 28)) : bytes.readUInt32BE(movie + 20)
    seconds = scale > 0 ? length / scale : null
  }
  let width: number | null = null
  let height: number | null = null
  for (let track = bytes.indexOf('tkhd', 0, 'latin1'); track > 0; track = bytes.indexOf('tkhd', track + 4, 'latin1')) {
    const end = track - 4 + bytes.readUInt32BE(track - 4)
    if (end > bytes.byteLength || end - 8 <= track) break
    const [w, h] = [bytes.readUInt32BE(end - 8) / 65536, bytes.readUInt32BE(end - 4) / 65536]
    if (w > 0 && h > 0) [width, height] = [w, h]
  }
  return { isVideo, seconds, width, height }
}
