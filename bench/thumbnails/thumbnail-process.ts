import { performance } from 'node:perf_hooks'
import { inParallel } from '../../netlify/src/in-parallel.ts'
import { renderThumbnail } from '../../netlify/src/thumbnails/rendering/render-thumbnail.ts'
import { thumbnailInput } from './thumbnail-input.ts'

/*
 * A process of its own, as a cold function is: prints the milliseconds of its first render, and the most memory that it
 * holds while it makes as many thumbnails as the argument says, two side by side.
 */
const count = Number(process.argv[2] ?? 0)
const input = await thumbnailInput()
const startedAt = performance.now()
await renderThumbnail(input)
const first_ms = performance.now() - startedAt
let peak = process.memoryUsage().rss
await inParallel(Array.from({ length: count }), 2, async () => {
  await renderThumbnail(input)
  peak = Math.max(peak, process.memoryUsage().rss)
})
process.stdout.write(JSON.stringify({ first_ms, peak_mib: peak / 1024 / 1024 }))
