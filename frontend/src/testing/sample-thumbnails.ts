import type {
  PreviewData,
  RenderedPreview,
  ThumbnailRun,
  ThumbnailRunItem,
  ThumbnailTemplate,
} from '#core/thumbnails/schema.ts'

const AT = '2026-11-29T10:00:00.000Z'
const PIXEL = 'data:image/jpeg;base64,/9j/4AAQSkZJRg=='

export const sampleTemplate = (change: Partial<ThumbnailTemplate> = {}): ThumbnailTemplate => ({
  id: '0b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
  owner_id: '1b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
  owner_name: 'Maya',
  name: 'Bright',
  is_active: true,
  version: 1,
  image_width: 1280,
  image_height: 720,
  image_url: 'http://files.test/template.png',
  thumbnails: 0,
  outdated: 0,
  created_at: AT,
  updated_at: AT,
  placement_zone: { x: 54, y: 12, width: 40, height: 70 },
  fit: 'contain',
  background: null,
  removes_white_background: true,
  layers: [],
  ...change,
})

export const samplePreviewData = (change: Partial<PreviewData> = {}): PreviewData => ({
  product: {
    id: '2b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
    asin: 'B0C1234567',
    title: 'Desk lamp',
    video_title: 'Desk lamp review',
    image_url: 'http://images.test/lamp.jpg',
  },
  owner_prefix: 'Maya reviews',
  worst_titles: [],
  ...change,
})

export const samplePreview = (change: Partial<RenderedPreview> = {}): RenderedPreview => ({
  image: PIXEL,
  text: [],
  warnings: [],
  checks: [],
  ...change,
})

export const sampleThumbnailRun = (change: Partial<ThumbnailRun> = {}): ThumbnailRun => ({
  id: '3b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
  kind: 'template',
  template_id: sampleTemplate().id,
  template_name: 'Bright',
  state: 'finished',
  total: 2,
  made: 1,
  unchanged: 0,
  failed: 1,
  created_by_name: 'Ana',
  created_at: AT,
  finished_at: AT,
  ...change,
})

export const sampleRunItem = (change: Partial<ThumbnailRunItem> = {}): ThumbnailRunItem => ({
  id: '4b0e7b52-6f0c-4a0e-9a3b-0c1d2e3f4a5b',
  product_id: null,
  asin: 'B0C1234567',
  search_asin: 'B0C1234567',
  title: 'Desk lamp',
  state: 'made',
  before_url: 'http://files.test/before.jpg',
  after_url: 'http://files.test/after.jpg',
  text: [],
  warnings: [],
  error_code: null,
  error: null,
  ...change,
})
