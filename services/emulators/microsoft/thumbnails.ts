import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { encodePng } from '../frame/png.ts'
import { stableNumber } from '../frame/stable-number.ts'
import { mimeTypeOf } from './content.ts'
import { invalidRequest } from './graph-error.ts'
import { isSigned, signSubject } from './signed-address.ts'
import type { MicrosoftState, StoredItem } from './state.ts'

const SIZES: Record<string, { width: number; height: number }> = {
  small: { width: 96, height: 54 },
  medium: { width: 176, height: 99 },
  large: { width: 800, height: 450 },
}
const LIFETIME_MS = 3_600_000
const MAX_EDGE_PX = 2000

/** Thumbnail sets of one item: none for folders, other files, and videos that OneDrive has not processed yet. */
export function thumbnailSets(context: EmulatorContext<MicrosoftState>, item: StoredItem, wanted = Object.keys(SIZES)) {
  const { clock, contentOrigin, store } = context
  const isVisual = !item.is_folder && /^(video|image)\//.test(mimeTypeOf(item.name))
  const isReady = clock.now() - item.modified_at >= store.state.thumbnails_after_ms
  if (!isVisual || !isReady) return []
  const set = wanted.map((name) => {
    const { width, height } = sizeOf(name)
    const subject = `${item.content_id}/${width}x${height}`
    const tempauth = signSubject(store.state, `thumbnail:${subject}`, clock.now() + LIFETIME_MS)
    return [name, { url: `${contentOrigin()}/thumbnail/${subject}?tempauth=${tempauth}`, width, height }]
  })
  return [{ id: '0', ...Object.fromEntries(set) }]
}

/** The images themselves. */
export function thumbnailRoutes({ clock, store }: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.get('/thumbnail/:content/:size', (c) => {
    const { content, size } = c.req.param()
    const [width = 0, height = 0] = size.split('x').map(Number)
    if (!isSigned(store.state, `thumbnail:${content}/${size}`, c.req.query('tempauth') ?? '', clock.now()))
      return c.text('Unauthorized', 401)
    const tone = Math.floor(stableNumber(content) * 160)
    const image = encodePng(width, height, (x, y) => [
      tone,
      Math.floor((x / width) * 255),
      Math.floor((y / height) * 255),
    ])
    return c.body(new Uint8Array(image), 200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' })
  })
  return app
}

function sizeOf(name: string): { width: number; height: number } {
  const known = SIZES[name]
  if (known) return known
  const custom = /^c(\d{1,4})x(\d{1,4})(_crop)?$/.exec(name)
  const width = Number(custom?.[1] ?? 0)
  const height = Number(custom?.[2] ?? 0)
  if (width < 1 || height < 1 || width > MAX_EDGE_PX || height > MAX_EDGE_PX)
    throw invalidRequest(`There is no thumbnail size '${name}'`)
  return { width, height }
}
