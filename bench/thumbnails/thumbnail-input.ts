import type { RenderInput } from '../../netlify/src/thumbnails/rendering/render-thumbnail.ts'

/** A template of 1920 × 1080, a product photo of 1500 × 1500 with some detail, and a title. */
export async function thumbnailInput(): Promise<RenderInput> {
  // Made in a process that imports sharp without our fonts would leave the next render without them.
  const { openImages } = await import('../../netlify/src/thumbnails/rendering/open-sharp.ts')
  const sharp = await openImages()
  const noise = (side: number) =>
    sharp({
      create: {
        width: side,
        height: side,
        channels: 3,
        background: '#888888',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
  const product = await noise(1500).jpeg({ quality: 90 }).toBuffer()
  const template = await noise(1920).resize(1920, 1080, { fit: 'cover' }).jpeg({ quality: 90 }).toBuffer()
  return {
    template,
    product,
    design: {
      placement_zone: { x: 2, y: 5, width: 45, height: 90 },
      fit: 'contain',
      background: null,
      removes_white_background: false,
      layers: [
        {
          id: 'title',
          source: 'video_title',
          text: '',
          zone: { x: 50, y: 5, width: 48, height: 40 },
          min_px: 24,
          max_px: 80,
          max_lines: 2,
          align: 'left',
          vertical_align: 'top',
          color: '#FFFFFF',
          decoration: { kind: 'outline', color: '#000000', width_px: 6 },
        },
      ],
    },
    texts: { video_title: 'Honest Review - Insulated Travel Mug', owner_prefix: 'Honest Review' },
  }
}
