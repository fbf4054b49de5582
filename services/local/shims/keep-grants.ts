/**
 * supabase-lite 0.10 runs `GRANT ALL ON ALL TABLES … TO anon, authenticated` in every schema that has row level security,
 * once, before the first request. That would undo the grants by table and by column that our migrations make. Telling the
 * connection that this was already done keeps ours.
 */
export function keepGrants(connection: object): void {
  Object.assign(connection, { rlsState: 'active' })
}
