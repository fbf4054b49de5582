import type { CallApi } from './seed-demo.ts'

const layer = {
  min_px: 40,
  max_px: 104,
  max_lines: 3,
  align: 'left',
  vertical_align: 'middle',
  color: '#FFFFFF',
} as const

const TEMPLATES = [
  {
    name: 'Sunset',
    colors: ['#7C2D12', '#EA580C'],
    design: {
      placement_zone: { x: 54, y: 10, width: 41, height: 70 },
      fit: 'contain',
      background: null,
      removes_white_background: true,
      layers: [
        {
          ...layer,
          id: 'title',
          source: 'video_title',
          text: '',
          zone: { x: 5, y: 26, width: 46, height: 56 },
          decoration: { kind: 'outline', color: '#431407', width_px: 6 },
        },
        {
          ...layer,
          id: 'badge',
          source: 'free_text',
          text: 'Honest review',
          zone: { x: 5, y: 8, width: 40, height: 14 },
          min_px: 36,
          max_px: 60,
          max_lines: 1,
          color: '#431407',
          decoration: { kind: 'plate', color: '#FDBA74', opacity_percent: 100, padding_px: 14, radius_px: 16 },
        },
      ],
    },
  },
  {
    name: 'Night',
    colors: ['#020617', '#1E3A8A'],
    design: {
      placement_zone: { x: 5, y: 14, width: 42, height: 72 },
      fit: 'contain',
      background: '#FFFFFF',
      removes_white_background: false,
      layers: [
        {
          ...layer,
          id: 'title',
          source: 'video_title',
          text: '',
          zone: { x: 51, y: 14, width: 44, height: 66 },
          decoration: { kind: 'none' },
        },
      ],
    },
  },
] as const

/** Gives the first two owners a template each, and has the thumbnails of all products made. */
export async function addDemoThumbnails(call: CallApi): Promise<void> {
  // The run at the end makes them, so that its sheet has something to show.
  await call('PATCH', '/api/thumbnail-settings', { is_automatic: false })
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const { items: owners } = (await call('GET', '/api/crm-owners')) as { items: { id: string }[] }
  for (const [index, { name, colors, design }] of TEMPLATES.entries()) {
    const image = await drawBackground(colors)
    const body = { file_size: image.byteLength, mime_type: 'image/png' }
    const upload = (await call('POST', '/api/thumbnail-templates/upload-session', body)) as {
      upload_session_id: string
      upload_url: string
      headers: Record<string, string>
    }
    const { upload_session_id, upload_url, headers } = upload
    const stored = await fetch(upload_url, { method: 'PUT', headers, body: image })
    if (!stored.ok) throw new Error(`The demo template was not stored: ${stored.status} ${await stored.text()}`)
    await call('POST', '/api/thumbnail-templates', { owner_id: owners[index]?.id, name, upload_session_id, ...design })
  }
  const { items: products } = (await call('GET', '/api/sourced-products')) as { items: { id: string }[] }
  await call('POST', '/api/thumbnail-runs', { product_ids: products.map(({ id }) => id) })
  await call('PATCH', '/api/thumbnail-settings', { is_automatic: true })
}

/** A gradient with soft circles, 1280 × 720. */
async function drawBackground([from, to]: readonly [string, string]): Promise<Uint8Array<ArrayBuffer>> {
  // Loaded only here, so that a start without the demo does not pay for it.
  const { default: sharp } = await import('sharp')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient></defs>
    <rect width="1280" height="720" fill="url(#g)"/>
    <circle cx="960" cy="330" r="300" fill="#ffffff" fill-opacity="0.14"/>
    <circle cx="130" cy="690" r="180" fill="#ffffff" fill-opacity="0.06"/>
  </svg>`
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())
}
