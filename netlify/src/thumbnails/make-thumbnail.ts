import { createHash } from 'node:crypto'
import type { Thumbnail } from '#core/thumbnails/schema.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { loadProductImage } from './product-image.ts'
import { rendererVersion } from './rendering/open-sharp.ts'
import { renderThumbnail } from './rendering/render-thumbnail.ts'
import { sayingProblem } from './rendering-problems.ts'
import { readTemplateImage, storeThumbnail } from './thumbnail-store.ts'
import { type Made, recordThumbnail, type ThumbnailInputs } from './thumbnails.repo.ts'

/** Template images that a run has loaded, by path: a run draws hundreds of pictures on one of them. */
export type TemplateImages = Map<string, Promise<Uint8Array>>

type Making = { templates?: TemplateImages; signal?: AbortSignal | undefined }

/**
 * Makes the picture of these inputs, stores it and makes it the ASIN's. The file's name is a hash of everything that the
 * picture depends on: the same inputs render nothing and store nothing. Throws `image_unreachable`, `image_too_large`,
 * `image_type_refused`, `image_invalid`, `text_invalid`, `storage_unavailable`; then nothing was written.
 */
export async function makeThumbnail(
  serviceDb: Db,
  inputs: ThumbnailInputs,
  { templates = new Map(), signal }: Making = {},
): Promise<Made & { thumbnail: Thumbnail; isUnchanged: boolean }> {
  const path = await pathOf(inputs)
  const { current } = inputs
  // In a run the thumbnail is pending while its file is there.
  if (current && current.state !== 'failed' && current.storage_path === path) {
    const { text, warnings } = current
    // A restored version, or another template of the same design, makes the same picture: the row says whose it is now.
    const isSaid = (['template_id', 'template_version', 'owner_id'] as const).every(
      (key) => current[key] === inputs[key],
    )
    const thumbnail = isSaid ? current : await recordThumbnail(serviceDb, inputs, { path, text, warnings })
    return { path, text, warnings, thumbnail, isUnchanged: true }
  }
  const [template, product] = await Promise.all([
    loadTemplate(serviceDb, inputs.template_path, templates),
    loadProductImage(inputs.image_url, signal),
  ])
  const { bytes, text, warnings } = await sayingProblem('An image', () =>
    renderThumbnail({ template, product, design: inputs.design, texts: inputs.texts }),
  )
  await storeThumbnail(serviceDb, path, new Uint8Array(bytes))
  const thumbnail = await recordThumbnail(serviceDb, inputs, { path, text, warnings })
  return { path, text, warnings, thumbnail, isUnchanged: false }
}

async function pathOf(inputs: ThumbnailInputs): Promise<string> {
  const { search_asin, asin, template_sha256, design, image_url, texts } = inputs
  const used = usedTexts(inputs) ? texts : null
  const named = { renderer: await rendererVersion(), search_asin, asin, template_sha256, design, image_url, used }
  const hash = createHash('sha256').update(stable(named)).digest('hex').slice(0, 40)
  return `${inputs.workspace_id}/${asin}/${hash}.jpg`
}

// A title that no layer draws changes nothing.
const usedTexts = ({ design }: ThumbnailInputs) => design.layers.some(({ source }) => source !== 'free_text')

/** JSON whose keys have one order: the database and the contract order them differently. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

function loadTemplate(db: Db, path: string, known: TemplateImages): Promise<Uint8Array> {
  const loading =
    known.get(path) ??
    readTemplateImage(db, path).then((bytes) => {
      if (bytes) return bytes
      throw new AppError('image_invalid', 'The image of the template is gone. Upload it again.')
    })
  known.set(path, loading)
  return loading
}
