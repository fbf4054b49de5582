/** The purpose of a finished file. */
export type Profile = 'standard' | 'reel'

/** The longest reel, in seconds (product §4). */
export const REEL_MAX_SECONDS = 90

/** How the pictures of a file name their colors, in ffmpeg's words; undefined where the file does not say. */
export type Colors = { transfer: string | undefined; primaries: string | undefined; matrix: string | undefined }

// Anamorphic pixels become square, the shorter side is at most 1080, and both are even, as H.264 with yuv420p needs.
// ffmpeg turns the video upright automatically.
const SHRINK = 'min(1,1080/min(iw*sar,ih))'
const SCALE = [
  `scale=w='max(2,2*round(iw*sar*${SHRINK}/2))':h='max(2,2*round(ih*${SHRINK}/2))':flags=bicubic`,
  'setsar=1',
].join()

const HDR_TRANSFERS = new Set(['smpte2084', 'arib-std-b67'])

/**
 * The filters that bring the colors to BT.709, which every player and network shows. HDR (PQ, HLG) is tone-mapped; a
 * wide gamut without HDR is converted. Anything else keeps its colors. A file that names its transfer only is taken for
 * BT.2020, because HDR has no other gamut.
 */
function toneFilters({ transfer, primaries, matrix }: Colors): string[] {
  const isHdr = transfer !== undefined && HDR_TRANSFERS.has(transfer)
  const isWide = primaries === 'bt2020' || matrix === 'bt2020nc' || matrix === 'bt2020c'
  if (!isHdr && !isWide) return []
  const named = (name: string | undefined, otherwise: string) => (name && name !== 'unknown' ? name : otherwise)
  const input = [
    `color_primaries=${named(primaries, 'bt2020')}`,
    `color_trc=${isHdr ? transfer : 'bt709'}`,
    `colorspace=${named(matrix, 'bt2020nc')}`,
  ]
  const tone = isHdr ? ['tonemap=tonemap=hable:desat=0'] : []
  return [
    `setparams=${input.join(':')}`,
    'zscale=transfer=linear:npl=100',
    'format=gbrpf32le',
    'zscale=primaries=bt709',
    ...tone,
    'zscale=transfer=bt709:matrix=bt709:range=tv',
    'format=yuv420p',
  ]
}

/** ffmpeg's arguments between input and output: H.264 High at most 1080p, AAC 128k at 44.1 kHz, playable while loading. */
export function transcodeArguments(profile: Profile, colors: Colors): string[] {
  const tone = toneFilters(colors)
  const filters = [SCALE, ...tone, ...(profile === 'reel' ? ['fps=30'] : [])]
  const tags = ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv']
  return [
    ...['-map', '0:V:0', '-map', '0:a:0?', '-sn', '-dn', '-map_chapters', '-1'],
    ...['-vf', filters.join()],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...(tone.length > 0 ? tags : []),
    ...['-c:a', 'aac', '-b:a', '128k', '-ar', '44100', '-ac', '2'],
    ...['-movflags', '+faststart', '-f', 'mp4'],
  ]
}

const COVER_SCALE = "scale=w=640:h='max(2,2*round(640*ih/(iw*sar)/2))',setsar=1"

/**
 * The attempts at a cover image, 640 px wide: the frame at one second, or at the middle of a shorter video; then the
 * first frame, whenever it is shown.
 */
export function coverArguments(durationSeconds: number, colors: Colors): { seek: string[]; rest: string[] }[] {
  const at = Math.min(1, durationSeconds / 2)
  const filters = [COVER_SCALE, ...toneFilters(colors)].join()
  const rest = ['-map', '0:V:0', '-frames:v', '1', '-vf', filters, '-q:v', '4', '-f', 'mjpeg']
  return [
    { seek: ['-ss', at.toFixed(2)], rest },
    { seek: [], rest },
  ]
}
