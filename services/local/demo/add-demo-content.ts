import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultCatalog } from '../../emulators/keepa/catalog/default-catalog.ts'
import { imageName } from '../../emulators/keepa/catalog/images.ts'
import { addDemoLists } from './add-demo-lists.ts'
import { addDemoThumbnails } from './add-demo-thumbnails.ts'
import { DEMO_PRODUCTS } from './demo-products.ts'
import type { CallApi } from './seed-demo.ts'

const VIDEO_SECONDS = 6
/** Large enough for a thumbnail: the emulator draws each image on request, and a larger one takes a while. */
const IMAGE_PX = 320

/**
 * Fills the demo account, one product after another so that the list has an order. `imageBaseUrl` is where the emulated
 * catalog serves its images; undefined adds products without images.
 */
export async function addDemoContent(call: CallApi, imageBaseUrl: string | undefined): Promise<void> {
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const { items: statuses } = (await call('GET', '/api/crm-statuses')) as { items: { id: string; name: string }[] }
  const images = new Map(
    defaultCatalog().flatMap((product) =>
      product.image_count > 0 ? [[product.asin, imageName(product, 0).replace(/\.png$/, `._SL${IMAGE_PX}_.png`)]] : [],
    ),
  )
  for (const { status, video, correlations = [], completedIn = [], ...fields } of DEMO_PRODUCTS) {
    const image = images.get(fields.asin)
    const { id } = (await call('POST', '/api/sourced-products', {
      ...fields,
      ...(imageBaseUrl && image && { image_url: `${imageBaseUrl}/${image}` }),
    })) as { id: string } // safe: as above
    for (const { decision, asin, ...more } of correlations) {
      const correlation = (await call('POST', '/api/correlations', {
        product_id: id,
        similar_asin: asin,
        ...more,
      })) as {
        id: string
      } // safe: as above
      if (decision) await call('PATCH', `/api/correlations/${correlation.id}`, { decision })
    }
    if (video) await addVideo(call, id, video)
    // Last, because a saved video may move the product automatically.
    const status_id = statuses.find(({ name }) => name === status)?.id
    if (status_id) await call('PATCH', `/api/sourced-products/${id}`, { status_id })
    for (const country of completedIn) await completeTask(call, fields.asin, country)
  }
  await addDemoLists(call)
  await addDemoThumbnails(call)
}

async function completeTask(call: CallApi, asin: string, marketplace: string): Promise<void> {
  const { items } = (await call('GET', `/api/influencer-tasks?asin=${asin}&marketplace=${marketplace}`)) as {
    items: { id: string }[]
  } // safe: as above
  for (const { id } of items) await call('PATCH', `/api/influencer-tasks/${id}`, { status: 'completed' })
}

/** The same three steps as in a browser: request an upload link, send the file, save the video. */
async function addVideo(call: CallApi, productId: string, filename: string): Promise<void> {
  const bytes = await readFile(join(import.meta.dirname, 'sample-video.mp4'))
  const file = { product_id: productId, filename, file_size: bytes.length, mime_type: 'video/mp4' }
  const session = (await call('POST', '/api/storage-upload-session', file)) as {
    upload_session_id: string
    upload_url: string
    method: string
    headers: Record<string, string>
  } // safe: as above
  const sent = await fetch(session.upload_url, { method: session.method, headers: session.headers, body: bytes })
  if (!sent.ok) throw new Error(`The demo video was refused: ${sent.status} ${await sent.text()}`)
  await call('POST', '/api/videos', {
    ...file,
    upload_session_id: session.upload_session_id,
    duration_seconds: VIDEO_SECONDS,
  })
}
