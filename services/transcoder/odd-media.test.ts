import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeOddMedia, ODD_MEDIA } from './testing/make-odd-media.ts'
import { transcode } from './transcode.ts'

let folder: string
let files: Server
let origin: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'odd-media-'))
  makeOddMedia(folder)
  const cut = (from: string, to: string, part: number) => {
    const bytes = readFileSync(join(folder, from))
    writeFileSync(join(folder, to), bytes.subarray(0, Math.floor(bytes.length * part)))
  }
  run('-f lavfi -i testsrc=s=320x180:r=10:d=12 -c:v libx264 -pix_fmt yuv420p -movflags +faststart', 'whole.mp4')
  run('-f lavfi -i testsrc=s=320x180:r=10:d=12 -c:v libvpx', 'whole.webm')
  cut('whole.mp4', 'cut.mp4', 0.5)
  cut('whole.webm', 'cut.webm', 0.5)
  cut('whole.mp4', 'cut-by-a-little.mp4', 0.999)
  copyFileSync(join(folder, 'oversized-mvhd.mp4'), join(folder, 'reel.mp4'))
  files = createServer((request, response) => {
    const path = join(folder, new URL(request.url ?? '/', 'http://x').pathname)
    if (request.method !== 'PUT') return void response.end(readFileSync(path))
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      writeFileSync(path, Buffer.concat(chunks))
      response.end()
    })
  })
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve))
  const address = files.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}, 120_000)
afterAll(() => {
  files.close()
  rmSync(folder, { recursive: true, force: true })
})

function run(args: string, name: string): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args.split(' '), join(folder, name)])
  if (status !== 0) throw new Error(String(stderr))
}

const convert = (name: string, profile: 'standard' | 'reel' = 'standard') =>
  transcode(
    {
      source_url: `${origin}/${name}`,
      profile,
      output: { url: `${origin}/out.mp4`, method: 'PUT', headers: {} },
      poster: { url: `${origin}/cover.jpg`, method: 'PUT', headers: {} },
    },
    {
      ffmpeg: 'ffmpeg',
      ffprobe: 'ffprobe',
      folder: join(folder, 'work'),
      timeoutMs: 60_000,
      signal: new AbortController().signal,
      onUpdate: () => {},
    },
  )

type Stream = Record<string, string | number>
function pictureOf(name: string): Stream {
  const args = ['-v', 'error', '-print_format', 'json', '-select_streams', 'v', '-show_streams', join(folder, name)]
  return JSON.parse(String(spawnSync('ffprobe', args).stdout)).streams[0]
}
/** The mean light of the first picture, as it is stored. */
function lightOf(name: string): number {
  const args = ['-v', 'error', '-i', join(folder, name), '-frames:v', '1', '-vf', 'extractplanes=y']
  const { stdout } = spawnSync('ffmpeg', [...args, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'])
  return stdout.reduce((sum, byte) => sum + byte, 0) / stdout.length
}

test.each(Object.entries(ODD_MEDIA))(
  '%s is a good video with a cover image',
  async (name, { seconds, size, isWide }) => {
    const { facts, has_poster } = await convert(name)
    expect(Math.abs(facts.duration_seconds - seconds)).toBeLessThan(0.15)
    expect(`${facts.width}x${facts.height}`).toBe(size)
    expect(has_poster).toBe(true)
    const picture = pictureOf('out.mp4')
    const [width = 0, height = 0] = size.split('x').map(Number)
    expect(Math.abs(Number(picture.width) - width)).toBeLessThanOrEqual(1)
    expect(Math.abs(Number(picture.height) - height)).toBeLessThanOrEqual(1)
    expect(picture.sample_aspect_ratio).toBe('1:1')
    const cover = pictureOf('cover.jpg')
    expect(Math.abs(Number(cover.width) / Number(cover.height) - width / height)).toBeLessThan(0.02)
    if (!isWide) return
    const bt709 = { color_space: 'bt709', color_transfer: 'bt709', color_primaries: 'bt709', color_range: 'tv' }
    expect(picture).toMatchObject({ pix_fmt: 'yuv420p', ...bt709 })
    // Relabeled and not converted, the picture would have the light of the source.
    expect(Math.abs(lightOf('out.mp4') - lightOf(name))).toBeGreaterThan(1)
  },
)

test('an hour in the header of a three-second video makes it no long reel', async () => {
  expect((await convert('reel.mp4', 'reel')).facts.duration_seconds).toBeLessThan(4)
})

test.each(['cut.mp4', 'cut.webm'])('%s, whose second half is missing, is damaged', async (name) => {
  await expect(convert(name)).rejects.toMatchObject({ code: 'damaged' })
})

test('a file that lacks its last bytes only is a video', async () => {
  expect((await convert('cut-by-a-little.mp4')).facts.duration_seconds).toBeGreaterThan(11)
})
