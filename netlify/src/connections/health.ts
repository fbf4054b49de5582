import { z } from 'zod'
import type { ConnectionState, ConnectionStatus } from '#core/connections/connection.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
import { getEditorWorkspaceId } from '../db/editor-workspace.ts'
import type { Db } from '../db/user-client.ts'
import type { ConnectionDefinition } from './definition.ts'
import { EXPIRING_MS } from './timing.ts'

/** The columns of every provider's public table. */
const Health = z.object({
  state: z.enum(['connected', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  error_since: Instant.nullable(),
  error_count: z.number().int(),
  connected_at: Instant,
  last_success_at: Instant.nullable(),
})
type Health = z.infer<typeof Health>

/** The state of the workspace's account, for its editors. Throws `not_allowed`. */
export async function getStatus<Row extends z.ZodRawShape, Own extends object>(
  {
    open,
    shown,
  }: Pick<ConnectionDefinition, 'open'> & { shown: ConnectionDefinition<never, never, Row, Own>['shown'] },
  db: Db,
): Promise<ConnectionStatus & Own> {
  const workspaceId = await getEditorWorkspaceId(db)
  const columns = [...Object.keys(Health.shape), ...Object.keys(shown.row.shape)].join(', ')
  const query = db.from(shown.table).select(columns).eq('workspace_id', workspaceId)
  const found: unknown = unwrap(await query.maybeSingle())
  const health = Health.nullable().parse(found)
  const own = shown.toStatus(found === null ? null : shown.row.parse(found))
  return {
    ...own,
    state: open() === null ? 'not_configured' : stateOf(health, own.expires_at),
    error_code: health?.error_code ?? null,
    error_since: health?.error_since ?? null,
    error_count: health?.error_count ?? 0,
    connected_at: health?.connected_at ?? null,
    last_success_at: health?.last_success_at ?? null,
  }
}

function stateOf(health: Health | null, expiresAt: string | null): ConnectionState {
  if (!health) return 'not_connected'
  const isExpiring = expiresAt !== null && Date.parse(expiresAt) - Date.now() < EXPIRING_MS
  return health.state === 'connected' && isExpiring ? 'expiring' : health.state
}
