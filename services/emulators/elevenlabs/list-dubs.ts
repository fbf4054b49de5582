import { misfit } from './answer.ts'
import { type ElevenLabsState, livingDubs, type StoredDub, statusOf } from './state.ts'

const QUERY = ['cursor', 'page_size', 'dubbing_status', 'filter_by_creator']

/** One dub as the API shows it. */
export function dubObject(dub: StoredDub, nowMs: number) {
  const status = statusOf(dub, nowMs)
  return {
    dubbing_id: dub.dubbing_id,
    name: dub.name,
    status,
    source_language: dub.source_lang === 'auto' ? 'en' : dub.source_lang,
    target_languages: [dub.target_lang],
    editable: false,
    // Without an offset, like ElevenLabs' times.
    created_at: new Date(dub.created_at).toISOString().replace('Z', '000'),
    media_metadata: { content_type: dub.content_type, duration: dub.duration_seconds },
    error: dub.error,
  }
}

/** `GET /v1/dubbing`: newest first, by cursor. Throws `ElevenLabsRefusal`. */
export function listDubs(state: ElevenLabsState, query: URLSearchParams, nowMs: number) {
  for (const name of query.keys()) {
    if (!QUERY.includes(name)) throw misfit('query', name, 'Not a parameter of this address')
  }
  const pageSize = Number(query.get('page_size') ?? 100)
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 200) {
    throw misfit('query', 'page_size', 'Input should be between 1 and 200')
  }
  const wanted = query.get('dubbing_status')
  if (wanted !== null && !['dubbing', 'dubbed', 'failed'].includes(wanted)) {
    throw misfit('query', 'dubbing_status', "Input should be 'dubbing', 'dubbed' or 'failed'", 'enum')
  }
  const creator = query.get('filter_by_creator') ?? 'all'
  if (!['personal', 'others', 'all'].includes(creator)) {
    throw misfit('query', 'filter_by_creator', "Input should be 'personal', 'others' or 'all'", 'enum')
  }
  const matching = livingDubs(state, nowMs)
    .filter((dub) => creator !== 'others' && (wanted === null || statusOf(dub, nowMs) === wanted))
    .toReversed()
  const cursor = query.get('cursor')
  const start = cursor === null ? 0 : matching.findIndex(({ dubbing_id }) => dubbing_id === cursor) + 1
  if (cursor !== null && start === 0) throw misfit('query', 'cursor', 'Unknown cursor')
  const page = matching.slice(start, start + pageSize)
  const hasMore = start + page.length < matching.length
  return {
    dubs: page.map((dub) => dubObject(dub, nowMs)),
    next_cursor: hasMore ? (page.at(-1)?.dubbing_id ?? null) : null,
    has_more: hasMore,
  }
}
