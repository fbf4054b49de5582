import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Odd but good videos, as ffmpeg commands, so that the repository holds no media. Shown by a player, each has the
// seconds of `seconds` and the size of `size`.
const H264 = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p'
const PICTURE = '-f lavfi -i testsrc=s=320x180:r=10:d=3'
const TONE = '-f lavfi -i sine=d=3'
const HEVC10 = '-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none'
const hdr = (transfer: string) =>
  `${PICTURE} -vf setparams=color_primaries=bt2020:color_trc=${transfer}:colorspace=bt2020nc ${HEVC10}` +
  ` -color_primaries bt2020 -color_trc ${transfer} -colorspace bt2020nc -tag:v hvc1`

type OddMedia = {
  args: string
  seconds: number
  size: string
  /** Its colors are not those of an ordinary video. */
  isWide?: boolean
  patch?: (bytes: Buffer) => Buffer
}

/** The files by name. */
export const ODD_MEDIA: Record<string, OddMedia> = {
  // What MediaRecorder writes: no duration, and no index at the end.
  'no-duration.webm': {
    args: `${PICTURE} ${TONE} -c:v libvpx -c:a libopus -f webm -live 1`,
    seconds: 3,
    size: '320x180',
  },
  'oversized-mvhd.mp4': { args: `${PICTURE} ${TONE} ${H264}`, seconds: 3, size: '320x180', patch: stretch('mvhd') },
  'oversized-everything.mov': {
    args: `${PICTURE} ${H264}`,
    seconds: 3,
    size: '320x180',
    patch: (bytes) => stretch('mdhd')(stretch('tkhd')(stretch('mvhd')(bytes))),
  },
  // The picture begins after the sound: an edit list with an empty edit before the picture.
  'leading-empty-edit.mp4': {
    args: `${TONE.replace('d=3', 'd=8')} -itsoffset 5 -i {folder}/.three.mp4 -map 1:v -map 0:a -c:v copy`,
    seconds: 8,
    size: '320x180',
  },
  'only-empty-edit.mp4': { args: `-itsoffset 5 -i {folder}/.three.mp4 -c copy`, seconds: 3, size: '320x180' },
  // An editor cut 2 of 12 seconds out of a file whose table still lists all of them.
  'trimmed.mp4': {
    args: `-ss 5 -i {folder}/.whole.mp4 -t 2 -c copy`,
    seconds: 2,
    size: '320x180',
  },
  'fragmented.mp4': {
    args: `${PICTURE} ${H264} -g 10 -movflags frag_keyframe+empty_moov+default_base_moof`,
    seconds: 3,
    size: '320x180',
  },
  'pq.mp4': { args: hdr('smpte2084'), seconds: 3, size: '320x180', isWide: true },
  'hlg.mov': { args: hdr('arib-std-b67'), seconds: 3, size: '320x180', isWide: true },
  'wide-gamut.mp4': { args: hdr('bt709'), seconds: 3, size: '320x180', isWide: true },
  'anamorphic.mp4': {
    args: `${PICTURE.replace('320x180', '240x180')} -vf setsar=4/3 ${H264}`,
    seconds: 3,
    size: '320x180',
  },
  'anamorphic-dv.mov': {
    args: `-f lavfi -i testsrc=s=720x576:r=25:d=1 -vf setsar=64/45 ${H264}`,
    seconds: 1,
    size: '1024x576',
  },
  'anamorphic-upright.mp4': {
    args: `${PICTURE.replace('320x180', '180x240')} -vf setsar=3/4 ${H264}`,
    seconds: 3,
    size: '135x240',
  },
  // Three slides of ten seconds, as recordings of a screen without motion have them.
  'slides.mp4': { args: `-f lavfi -i testsrc=s=320x180:r=1/10:d=30 ${H264}`, seconds: 30, size: '320x180' },
  'slides.webm': { args: `-f lavfi -i testsrc=s=320x180:r=1/5:d=15 -c:v libvpx`, seconds: 15, size: '320x180' },
  'one-frame.mp4': { args: `${PICTURE} ${H264} -frames:v 1`, seconds: 0.1, size: '320x180' },
  'one-frame.webm': { args: `${PICTURE} -c:v libvpx -frames:v 1 -f webm -live 1`, seconds: 0.1, size: '320x180' },
  'one-frame-late.mov': { args: `-itsoffset 4 ${PICTURE} ${H264} -frames:v 1`, seconds: 0.1, size: '320x180' },
}

/** Makes the files in the folder with ffmpeg. */
export function makeOddMedia(folder: string): void {
  mkdirSync(folder, { recursive: true })
  run(`-f lavfi -i testsrc=s=320x180:r=10:d=12 ${H264} -g 10`, join(folder, '.whole.mp4'))
  run(`${PICTURE} ${H264}`, join(folder, '.three.mp4'))
  for (const [name, { args, patch }] of Object.entries(ODD_MEDIA)) {
    const path = join(folder, name)
    run(args.replace('{folder}', folder), path)
    if (patch) writeFileSync(path, patch(readFileSync(path)))
  }
}

function run(args: string, path: string): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args.split(' '), path])
  if (status !== 0) throw new Error(`${path}: ${stderr}`)
}

// Writes an hour into the duration of a header box of version 0, as editors leave the length of the uncut material.
function stretch(box: 'mvhd' | 'mdhd' | 'tkhd') {
  return (bytes: Buffer): Buffer => {
    const patched = Buffer.from(bytes)
    for (let at = patched.indexOf(box); at !== -1; at = patched.indexOf(box, at + 4)) {
      const field = at + (box === 'tkhd' ? 24 : 20)
      patched.writeUInt32BE(patched.readUInt32BE(field) * 1200, field)
    }
    return patched
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (!folder) throw new Error('node services/transcoder/testing/make-odd-media.ts <folder>')
  makeOddMedia(folder)
}
