import { z } from 'zod'
import { Asin } from '../asin.ts'
import { ListQuery } from '../http/list.ts'
import { MarketplaceCode } from '../marketplaces.ts'
import { givenName, Link } from '../text.ts'
import { Instant } from '../time.ts'
import { ThumbnailCheck } from './checks.ts'
import { Design, LAYER_TEXT_MAX, TemplatePart } from './design.ts'
import { FittedText, ThumbnailWarning } from './rendered.ts'

/** The largest template image: 5 MB, counted as the store counts (binary). */
export const TEMPLATE_IMAGE_MAX_BYTES = 5 * 1024 * 1024
/** The most pixels of a template or product image; more is refused before it is decoded. */
export const IMAGE_MAX_PIXELS = 40_000_000

/** The accepted types of a template image, with the extension that a stored file gets. */
export const TEMPLATE_IMAGE_TYPES = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const
export type TemplateImageType = keyof typeof TEMPLATE_IMAGE_TYPES
export const TemplateImageType = z.enum(
  Object.keys(TEMPLATE_IMAGE_TYPES) as [TemplateImageType, ...TemplateImageType[]], // safe: the keys of a literal
)

const Name = givenName(60)

/** An image from which an owner's thumbnails are made, with its design. One template per owner is active. */
export const ThumbnailTemplate = Design.extend({
  id: z.uuid(),
  owner_id: z.uuid(),
  owner_name: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  /** 1 for a new template; each change of image or design makes the next. */
  version: z.number().int(),
  /** Pixels of the image as it is shown, turned upright. */
  image_width: z.number().int(),
  image_height: z.number().int(),
  /** A link that works for an hour; null while the file store does not answer. */
  image_url: z.url().nullable(),
  /** Finished thumbnails of this template. */
  thumbnails: z.number().int(),
  /** What a new run would render: those of an earlier version and, when it is active, of its owner's other templates. */
  outdated: z.number().int(),
  created_at: Instant,
  updated_at: Instant,
})
export type ThumbnailTemplate = z.infer<typeof ThumbnailTemplate>

export const CreateTemplateUpload = z.strictObject({
  file_size: z.number().int().min(1),
  mime_type: TemplateImageType,
})
export type CreateTemplateUpload = z.infer<typeof CreateTemplateUpload>

/** What the browser sends unchanged, in one request. `upload_url` is a secret: anyone with it may write the file. */
export const TemplateUpload = z.object({
  upload_session_id: z.uuid(),
  upload_url: z.url(),
  method: z.literal('PUT'),
  headers: z.record(z.string(), z.string()),
  chunk_size: z.null(),
  expires_at: Instant,
})
export type TemplateUpload = z.infer<typeof TemplateUpload>

export const CreateThumbnailTemplate = Design.extend({
  owner_id: z.uuid(),
  name: Name,
  /** The upload session whose file is the image. */
  upload_session_id: z.uuid(),
  /** Replaces the owner's active template. An owner's first template is active in any case. */
  is_active: z.boolean().default(true),
})
export type CreateThumbnailTemplate = z.infer<typeof CreateThumbnailTemplate>

/**
 * `name` and `is_active` change the template itself. A new image, a changed design or a restored version makes a new
 * version; nothing does when it equals the current one.
 */
export const UpdateThumbnailTemplate = Design.partial()
  .extend({
    name: Name.optional(),
    upload_session_id: z.uuid().optional(),
    /** True makes it the owner's only active template. */
    is_active: z.boolean().optional(),
    /** Makes the image and design of that version the newest version. */
    restore_version: z.number().int().min(1).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Say at least one field to change.')
  .refine(
    (change) =>
      change.restore_version === undefined ||
      ![...Design.keyof().options, 'upload_session_id' as const].some((part) => change[part] !== undefined),
    { path: ['restore_version'], message: 'Restore a version, or change the design: not both in one request.' },
  )
export type UpdateThumbnailTemplate = z.infer<typeof UpdateThumbnailTemplate>

/** One version of a template, newest first in the list. */
export const TemplateVersion = Design.extend({
  id: z.uuid(),
  version: z.number().int(),
  is_current: z.boolean(),
  /** What is different from the version before; empty for the first. */
  changed: z.array(TemplatePart),
  /** The version that this one restored. */
  restored_from: z.number().int().nullable(),
  image_width: z.number().int(),
  image_height: z.number().int(),
  image_url: z.url().nullable(),
  created_by_name: z.string().nullable(),
  created_at: Instant,
})
export type TemplateVersion = z.infer<typeof TemplateVersion>

/** A product as the preview draws it. */
export const PreviewProduct = z.object({
  id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  video_title: z.string(),
  image_url: Link.nullable(),
})
export type PreviewProduct = z.infer<typeof PreviewProduct>

/** What an editor previews a template with. */
export const PreviewData = z.object({
  /** The chosen product, or the owner's newest with an image; null when there is none. */
  product: PreviewProduct.nullable(),
  owner_prefix: z.string(),
  /** The workspace's titles that are the hardest to draw, at most one of each kind. */
  worst_titles: z.array(PreviewProduct.extend({ kind: z.enum(['longest', 'non_latin', 'emoji']) })),
})
export type PreviewData = z.infer<typeof PreviewData>

export const PreviewQuery = z.strictObject({ owner_id: z.uuid(), product_id: z.uuid().optional() })

/** A draft to render without storing anything. The image: a new upload's, or that of a stored template. */
export const RenderPreview = z
  .strictObject({
    owner_id: z.uuid(),
    template_id: z.uuid().optional(),
    upload_session_id: z.uuid().optional(),
    product_id: z.uuid().nullable().default(null),
    /** Replaces the product's video title. */
    video_title: z.string().max(LAYER_TEXT_MAX).optional(),
    design: Design,
  })
  .refine(({ template_id, upload_session_id }) => (template_id === undefined) !== (upload_session_id === undefined), {
    path: ['template_id'],
    message: 'Say a template or an upload session.',
  })
export type RenderPreview = z.infer<typeof RenderPreview>

/** The picture that generating would store now, with what is wrong with it. */
export const RenderedPreview = z.object({
  /** A JPEG of 1280 × 720 as a data URL. */
  image: z.string().startsWith('data:image/jpeg;base64,'),
  text: z.array(FittedText),
  warnings: z.array(ThumbnailWarning),
  checks: z.array(ThumbnailCheck),
})
export type RenderedPreview = z.infer<typeof RenderedPreview>

/** The scripts that thumbnails can draw, and every code point that one of the fonts has. */
export const ThumbnailFonts = z.object({
  scripts: z.array(z.object({ code: z.string(), name: z.string(), font: z.string() })),
  /** Ordered ranges of code points, each `[first, last]`, for `missingCharacters`. */
  coverage: z.array(z.tuple([z.number().int(), z.number().int()])),
})
export type ThumbnailFonts = z.infer<typeof ThumbnailFonts>

export const ThumbnailState = z.enum(['pending', 'processing', 'ready', 'failed'])
export type ThumbnailState = z.infer<typeof ThumbnailState>

/** The thumbnail of an ASIN, for all its marketplaces. A failed render keeps the image that was there before. */
export const Thumbnail = z.object({
  id: z.uuid(),
  asin: z.string(),
  /** The parent whose tasks show it; equal to `asin` for a product's own thumbnail. */
  search_asin: z.string(),
  product_id: z.uuid().nullable(),
  owner_id: z.uuid().nullable(),
  template_id: z.uuid().nullable(),
  template_version: z.number().int().nullable(),
  state: ThumbnailState,
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  text: z.array(FittedText),
  warnings: z.array(ThumbnailWarning),
  updated_at: Instant,
})
export type Thumbnail = z.infer<typeof Thumbnail>

/** The step "thumbnail" of a video; null while nothing has asked for one. Retry: `POST /api/generate-thumbnail`. */
export const ThumbnailStep = z.object({
  state: ThumbnailState,
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  has_warnings: z.boolean(),
  updated_at: Instant,
})
export type ThumbnailStep = z.infer<typeof ThumbnailStep>

/** A task or a product, and optionally another template than the owner's active one. */
export const GenerateThumbnail = z
  .strictObject({ task_id: z.uuid().optional(), product_id: z.uuid().optional(), template_id: z.uuid().optional() })
  .refine(({ task_id, product_id }) => (task_id === undefined) !== (product_id === undefined), {
    path: ['task_id'],
    message: 'Say a task or a product.',
  })
export type GenerateThumbnail = z.infer<typeof GenerateThumbnail>

const SignedFile = { filename: z.string(), url: z.url(), expires_at: Instant }

export const GeneratedThumbnail = z.object({
  thumbnail: Thumbnail,
  /** The same inputs as the last time: nothing was rendered. */
  is_unchanged: z.boolean(),
  ...SignedFile,
  text: z.array(FittedText),
  warnings: z.array(ThumbnailWarning),
})
export type GeneratedThumbnail = z.infer<typeof GeneratedThumbnail>

export const ThumbnailQuery = z
  .strictObject({
    task_id: z.uuid().optional(),
    product_id: z.uuid().optional(),
    asin: Asin.optional(),
    /** With `asin`: only the tasks of this marketplace say which parent passes its thumbnail on. */
    marketplace: MarketplaceCode.optional(),
  })
  .refine(
    ({ task_id, product_id, asin }) => [task_id, product_id, asin].filter((value) => value !== undefined).length === 1,
    { path: ['asin'], message: 'Say one of asin, task_id and product_id.' },
  )
export type ThumbnailQuery = z.infer<typeof ThumbnailQuery>

/** A link that works for 15 minutes; request it again instead of storing it. `none` has no link. */
export const FoundThumbnail = z.discriminatedUnion('source', [
  z.object({ source: z.enum(['own', 'inherited']), ...SignedFile }),
  z.object({ source: z.literal('none'), filename: z.string(), url: z.null(), expires_at: z.null() }),
])
export type FoundThumbnail = z.infer<typeof FoundThumbnail>

export const RUN_MAX_PRODUCTS = 500

/** Renders every outdated thumbnail of a template, or those of the named products. */
export const CreateThumbnailRun = z.union([
  z.strictObject({ template_id: z.uuid() }),
  z.strictObject({ product_ids: z.array(z.uuid()).min(1).max(RUN_MAX_PRODUCTS) }),
])
export type CreateThumbnailRun = z.infer<typeof CreateThumbnailRun>

/** Many thumbnails rendered in the background. */
export const ThumbnailRun = z.object({
  id: z.uuid(),
  /** `template`: after a change of a template. `products`: chosen by a person. `automatic`: by the setting. */
  kind: z.enum(['template', 'products', 'automatic']),
  template_id: z.uuid().nullable(),
  template_name: z.string().nullable(),
  state: z.enum(['running', 'finished']),
  total: z.number().int(),
  made: z.number().int(),
  unchanged: z.number().int(),
  failed: z.number().int(),
  created_by_name: z.string().nullable(),
  created_at: Instant,
  finished_at: Instant.nullable(),
})
export type ThumbnailRun = z.infer<typeof ThumbnailRun>

/** One line of the before/after sheet. */
export const ThumbnailRunItem = z.object({
  id: z.uuid(),
  product_id: z.uuid().nullable(),
  asin: z.string(),
  search_asin: z.string(),
  title: z.string().nullable(),
  state: z.enum(['waiting', 'made', 'unchanged', 'failed']),
  /** Null when there was no image before. Files of a run are kept for 30 days. */
  before_url: z.url().nullable(),
  after_url: z.url().nullable(),
  text: z.array(FittedText),
  warnings: z.array(ThumbnailWarning),
  error_code: z.string().nullable(),
  error: z.string().nullable(),
})
export type ThumbnailRunItem = z.infer<typeof ThumbnailRunItem>

export const RunItemFilters = ListQuery.extend({ state: ThumbnailRunItem.shape.state.optional() })
export type RunItemFilters = z.infer<typeof RunItemFilters>

export const ThumbnailSettings = z.object({
  /** Assigning an owner, a new task or a new product image makes the thumbnail. */
  is_automatic: z.boolean(),
})
export type ThumbnailSettings = z.infer<typeof ThumbnailSettings>

export const UpdateThumbnailSettings = z.strictObject({ is_automatic: z.boolean() })
export type UpdateThumbnailSettings = z.infer<typeof UpdateThumbnailSettings>
