import { z } from 'zod'
import type { Judgement } from '#core/correlations/evidence.ts'
import { CorrelationSearch, type SearchStage } from '#core/correlations/searches.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { decodeCursor, NewestFirst, olderThan, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'

const COLUMNS =
  'id, product_id, search_asin, state, stage, done, total, counts, is_cut, tokens_spent, error_code, error, retry_at, created_at, finished_at'

type SearchPage = { limit: number; cursor?: string | undefined; product_id?: string | undefined }

/** Searches of the workspace or of one product, the latest first. Throws `not_allowed`. */
export async function listSearches(db: Db, { limit, cursor, product_id }: SearchPage) {
  const place = decodeCursor(NewestFirst, cursor)
  const order = { ascending: false }
  let query = db.from('correlation_searches').select(COLUMNS)
  if (product_id !== undefined) query = query.eq('product_id', product_id)
  if (place) query = query.or(olderThan(place))
  const [answer] = await Promise.all([
    query
      .order('created_at', order)
      .order('id', order)
      .limit(limit + 1),
    getEditorWorkspaceId(db),
  ])
  const rows = rowsAsStored<CorrelationSearch>().parse(unwrap(answer))
  return toPage(rows, limit, ({ created_at, id }) => ({ created_at, id }))
}

/** Answers the searches that are under way for these products. Throws `not_allowed`, `product_not_found`. */
export async function requestSearches(db: Db, productIds: string[]) {
  const answer = await db.rpc('request_correlation_searches', { p_product_ids: productIds })
  return { items: rowsAsStored<CorrelationSearch>().parse(unwrap(answer)) }
}

/** Throws `not_allowed`, `search_not_found`. */
export async function cancelSearch(db: Db, id: string): Promise<CorrelationSearch> {
  return CorrelationSearch.parse(unwrap(await db.rpc('cancel_correlation_search', { p_id: id })))
}

// Every function below takes the `serviceDb` only: the job's part of a search.

const OpenSearch = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  asin: z.string(),
  title: z.string().nullable(),
  brand: z.string().nullable(),
  image_url: z.string().nullable(),
  home: z.array(MarketplaceCode),
  enabled: z.array(MarketplaceCode),
})
export type OpenSearch = z.infer<typeof OpenSearch>

/** The search that a job runs; null when it is over or its product is gone. */
export async function openSearch(serviceDb: Db, id: string): Promise<OpenSearch | null> {
  return OpenSearch.nullable().parse(unwrap(await serviceDb.rpc('open_correlation_search', { p_id: id })))
}

export type SearchChanges = {
  state?: 'waiting' | 'running' | 'done' | 'failed'
  stage?: SearchStage
  done?: number
  total?: number
  is_cut?: boolean
  dropped?: number
  /** Tokens spent since the last change. */
  spent?: number
  error_code?: string | null
  error?: string | null
  retry_at?: string | null
}

/** Answers false when the search is over: a person canceled it. */
export async function updateSearch(serviceDb: Db, id: string, changes: SearchChanges): Promise<boolean> {
  return z.boolean().parse(unwrap(await serviceDb.rpc('update_correlation_search', { p_id: id, p_changes: changes })))
}

export type JudgedCandidate = Judgement & {
  similar_asin: string
  title: string | null
  brand: string | null
  image_url: string | null
}

/** Answers how many candidates the search has; null when it is over or its product is gone. */
export async function recordCandidates(
  serviceDb: Db,
  searchId: string,
  candidates: readonly JudgedCandidate[],
): Promise<number | null> {
  const answer = await serviceDb.rpc('record_candidates', {
    p_search_id: searchId,
    p_candidates: candidates.map((candidate) => ({ ...candidate })),
  })
  return z.number().nullable().parse(unwrap(answer))
}
