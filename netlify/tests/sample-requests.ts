/** A request every address accepts as well formed, by `METHOD path`. A new address without one fails the suite. */
const id = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const video = { product_id: id, filename: 'a.mp4', file_size: 1000, mime_type: 'video/mp4' }

type Sample = { params?: Record<string, string>; query?: Record<string, string>; body?: Record<string, unknown> }

export const SAMPLE_REQUESTS: Record<string, Sample> = {
  'GET /api/config': {},
  'GET /api/health': {},
  'GET /api/openapi.json': {},
  'GET /api/me': {},
  'PATCH /api/me': { body: { name: 'Ann' } },
  'GET /api/sourced-products': {},
  'POST /api/sourced-products': { body: { asin: 'B000000001' } },
  'GET /api/sourced-products/:id': { params: { id } },
  'PATCH /api/sourced-products/:id': { params: { id }, body: { title: 'Lamp' } },
  'DELETE /api/sourced-products/:id': { params: { id } },
  'POST /api/sourced-products/:id/restore': { params: { id } },
  'POST /api/sourced-products/:id/fill-in': { params: { id } },
  'GET /api/keepa-lookup': { query: { asin: 'B000000001' } },
  'GET /api/crm-statuses': {},
  'GET /api/changes': {},
  'POST /api/changes/:id/undo': { params: { id } },
  'POST /api/storage-upload-session': { body: video },
  'DELETE /api/upload-sessions/:id': { params: { id } },
  'GET /api/videos': {},
  'POST /api/videos': { body: { ...video, upload_session_id: id } },
  'GET /api/videos/:id': { params: { id } },
  'PATCH /api/videos/:id': { params: { id }, body: { is_for_tasks: true } },
  'DELETE /api/videos/:id': { params: { id } },
  'GET /api/videos/:id/download': { params: { id } },
  'GET /api/correlations': {},
  'POST /api/correlations': { body: { product_id: id, similar_asin: 'B000000002' } },
  'PATCH /api/correlations/:id': { params: { id }, body: { decision: 'accepted' } },
  'GET /api/influencer-tasks': {},
  'GET /api/influencer-tasks/counts': {},
  'PATCH /api/influencer-tasks/:id': { params: { id }, body: { status: 'completed' } },
  'GET /api/marketplaces': {},
  'PATCH /api/marketplaces/:code': { params: { code: 'CA' }, body: { is_enabled: true, is_home: true } },
  'POST /api/jobs-drain': {},
}
