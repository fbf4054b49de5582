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
  const columns = [...new Set([...Object.keys(Health.shape), ...Object.keys(shown.row.shape)])].join(', ')
  const query = shown.sharedBy
    ? db.from('social_sign_ins').select(columns).eq('provider', shown.sharedBy)
    : db.from(shown.table).select(columns)
  const found: unknown[] = unwrap(await query.eq('workspace_id', workspaceId).order('connected_at'))
  // The account that needs somebody most speaks for all.
  const worst = found.toSorted((a, b) => urgency(b) - urgency(a))[0] ?? null
  const health = Health.nullable().parse(worst)
  const own = shown.toStatus(
    worst === null ? null : shown.row.parse(worst),
    found.map((row) => shown.row.parse(row)),
  )
  return {
    ...own,
    state: open() === null ? 'not_configured' : stateOf(health, own.expires_at, shown.expiringMs),
    error_code: health?.error_code ?? null,
    error_since: health?.error_since ?? null,
    error_count: health?.error_count ?? 0,
    connected_at: health?.connected_at ?? null,
    last_success_at: health?.last_success_at ?? null,
  }
}

const URGENCY: Readonly<Record<Health['state'], number>> = { connected: 0, error: 1, reconnect: 2 }

function urgency(row: unknown): number {
  const { state } = Health.parse(row)
  return URGENCY[state]
}

/** What people see of an account: `expiring` when the vendor wants a new sign-in within `expiringMs`. */
export function stateOf(
  health: Pick<Health, 'state'> | null,
  expiresAt: string | null,
  expiringMs = EXPIRING_MS,
): ConnectionState {
  if (!health) return 'not_connected'
  const isExpiring = expiresAt !== null && Date.parse(expiresAt) - Date.now() < expiringMs
  return health.state === 'connected' && isExpiring ? 'expiring' : health.state
}
