import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { inParallel } from '../../netlify/src/in-parallel.ts'
import { openSharp } from '../../netlify/src/thumbnails/rendering/open-sharp.ts'
import { renderThumbnail } from '../../netlify/src/thumbnails/rendering/render-thumbnail.ts'
import { compare, type Entry, entry } from '../measure.ts'
import { thumbnailInput } from './thumbnail-input.ts'

const BULK = 100
const MAX_MIB = 400
const run = promisify(execFile)

/**
 * One thumbnail against a hand-written sharp pipeline of the same steps; a hundred, two side by side, against one after
 * the other. Prints the first render of a cold process, and throws when the hundred hold more than 400 MiB.
 */
export async function benchThumbnails(): Promise<Entry[]> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'thumbnail-process.ts'), String(BULK)])
  const { first_ms, peak_mib }: { first_ms: number; peak_mib: number } = JSON.parse(stdout)
  console.log(
    `     First render of a cold process: ${first_ms.toFixed(0)} ms; ${BULK} in bulk: ${peak_mib.toFixed(0)} MiB`,
  )
  if (peak_mib > MAX_MIB) throw new Error(`${BULK} thumbnails hold ${peak_mib.toFixed(0)} MiB, more than ${MAX_MIB}.`)

  const input = await thumbnailInput()
  const sharp = await openSharp()
  const { template, product } = input
  const title = Buffer.from(
    '<svg width="614" height="288"><g font-family="Noto Sans" font-weight="700" font-size="58" fill="#FFFFFF" stroke="#000000" stroke-width="12" stroke-linejoin="round" paint-order="stroke"><text x="6" y="60">Honest Review -</text><text x="6" y="130">Insulated Travel Mug</text></g></svg>',
  )
  const one = await compare(
    { name: '1280 × 720 from a product of 1500 × 1500', rival: 'a hand-written sharp pipeline', limit: 1.15 },
    // A copy of the template: the same bytes would be decoded once.
    () => renderThumbnail({ ...input, template: new Uint8Array(template) }),
    async () => {
      const [base, overlay] = await Promise.all([
        sharp(template).autoOrient().resize(1280, 720, { fit: 'cover' }).toColourspace('srgb').raw().toBuffer(),
        sharp(product ?? template)
          .autoOrient()
          .resize(576, 576)
          .toColourspace('srgb')
          .ensureAlpha()
          .raw()
          .toBuffer(),
      ])
      await sharp(base, { raw: { width: 1280, height: 720, channels: 3 } })
        .composite([
          { input: overlay, raw: { width: 576, height: 576, channels: 4 }, left: 26, top: 72 },
          { input: title, left: 640, top: 36 },
        ])
        .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
        .toBuffer()
    },
  )
  const all = async (pipelines: number) => {
    const startedAt = performance.now()
    await inParallel(Array.from({ length: BULK }), pipelines, async () => void (await renderThumbnail(input)))
    return performance.now() - startedAt
  }
  const rival_ms = await all(1)
  const ours_ms = await all(2)
  return [
    one,
    entry({
      name: `${BULK} in bulk, two side by side`,
      rival: 'one after the other',
      ours_ms,
      rival_ms,
      limit: 1 / 1.4,
    }),
  ]
}
