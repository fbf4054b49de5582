import sharp from 'sharp'
import { beforeEach, expect, test, vi } from 'vitest'
import { hashImage, pictureDistance } from './picture-distance.ts'

/** A drawing of a product on white. */
const draw = (shapes: string, size = 300) =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 300 300">
      <rect width="300" height="300" fill="#fff"/>${shapes}</svg>`),
  )

const MUG =
  '<rect x="70" y="80" width="120" height="150" fill="#333"/><circle cx="200" cy="150" r="40" fill="#888"/><rect x="90" y="100" width="30" height="90" fill="#ddd"/>'
const LAMP =
  '<polygon points="150,40 60,140 240,140" fill="#555"/><rect x="140" y="140" width="20" height="110" fill="#bbb"/><rect x="90" y="250" width="120" height="15" fill="#222"/>'

const images: Record<string, () => Promise<Buffer>> = {
  mug: () => draw(MUG).png().toBuffer(),
  'small jpeg': () => draw(MUG, 120).jpeg({ quality: 60 }).toBuffer(),
  'wide border': () => draw(MUG).extend({ left: 90, right: 30, top: 40, background: '#fff' }).webp().toBuffer(),
  'transparent ground': () =>
    sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">${MUG}</svg>`))
      .png()
      .toBuffer(),
  lamp: () => draw(LAMP).png().toBuffer(),
  white: () => draw('').png().toBuffer(),
  words: async () => Buffer.from('<html>Not found</html>'),
  cut: async () => (await draw(MUG).jpeg().toBuffer()).subarray(0, 400),
}
const load = (url: string) => (images[url] ?? (() => Promise.reject(new Error('unreachable'))))()
const distance = (a: string, b: string) => pictureDistance(a, b, { load })

beforeEach(() => void vi.spyOn(console, 'warn').mockReturnValue())

test.each(['mug', 'small jpeg', 'wide border', 'transparent ground'])(
  'the mug as %s is the same picture',
  async (other) => {
    expect(await distance('mug', other)).toBeLessThanOrEqual(6)
  },
)

test('another product is another picture, whichever comes first', async () => {
  const far = await distance('mug', 'lamp')
  expect(far).toBeGreaterThan(14)
  expect(await distance('lamp', 'mug')).toBe(far)
})

test.each(['white', 'words', 'cut', 'nowhere'])('%s is no evidence', async (other) => {
  expect(await distance('mug', other)).toBeNull()
})

test('an even image has no hash, so that two of them are not the same', async () => {
  expect(await hashImage(await draw('').png().toBuffer())).toBeNull()
})

test('an address inside the network is not asked', async () => {
  expect(await pictureDistance('http://127.0.0.1:9/a.png', 'http://169.254.169.254/b.png')).toBeNull()
})

test('a caller that gives up is told so', async () => {
  const signal = AbortSignal.abort(new Error('stopped'))
  await expect(pictureDistance('https://images.test/a', 'https://images.test/b', { signal })).rejects.toThrow('stopped')
})
