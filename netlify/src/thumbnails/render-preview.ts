import type { RenderedPreview, RenderPreview, ThumbnailFonts } from '#core/thumbnails/schema.ts'
import { THUMBNAIL_SCRIPTS } from '#core/thumbnails/scripts.ts'
import type { UserContext } from '../context.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { readUploadedImage } from './change-templates.ts'
import { loadProductImage } from './product-image.ts'
import { readCoverage } from './rendering/fonts.ts'
import { renderPreview } from './rendering/render-thumbnail.ts'
import { sayingProblem } from './rendering-problems.ts'
import { getTemplateRow } from './templates.repo.ts'
import { readTemplateImage } from './thumbnail-store.ts'
import { getPreviewData } from './thumbnails.repo.ts'

/** Draws a draft exactly as generating would, and says what makes it hard to use. Stores nothing. */
export async function renderDraft({ db }: UserContext, draft: RenderPreview): Promise<RenderedPreview> {
  const { product, owner_prefix } = await getPreviewData(db, draft.owner_id, draft.product_id ?? undefined)
  const isChosen = draft.product_id !== null
  const imageUrl = isChosen ? product?.image_url : null
  const [template, image] = await Promise.all([readDraftImage(db, draft), imageUrl ? loadProductImage(imageUrl) : null])
  const video_title = draft.video_title ?? (isChosen ? (product?.video_title ?? '') : '')
  const { bytes, text, warnings, checks } = await sayingProblem('An image', () =>
    renderPreview({ template, product: image, design: draft.design, texts: { video_title, owner_prefix } }),
  )
  return { image: `data:image/jpeg;base64,${bytes.toString('base64')}`, text, warnings, checks }
}

async function readDraftImage(db: Db, { template_id, upload_session_id }: RenderPreview): Promise<Uint8Array> {
  if (upload_session_id !== undefined) return (await readUploadedImage(db, upload_session_id)).bytes
  const { image_path } = await getTemplateRow(db, template_id ?? '')
  const bytes = await readTemplateImage(db, image_path)
  if (!bytes) throw new AppError('image_invalid', 'The image of the template is gone. Upload it again.')
  return bytes
}

/** What thumbnails can draw: for the warning while a person types. Throws `not_allowed`. */
export async function getThumbnailFonts({ db }: UserContext): Promise<ThumbnailFonts> {
  await getEditorWorkspaceId(db)
  return {
    scripts: THUMBNAIL_SCRIPTS.map(({ code, name, font }) => ({ code, name, font })),
    coverage: readCoverage(),
  }
}
