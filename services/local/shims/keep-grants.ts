/**
 * supabase-lite 0.10 runs `GRANT ALL ON ALL TABLES … TO anon, authenticated` in every schema that has row level
 * security, once, before the first request. That would undo our migrations' grants by table and by column. This shim
 * tells the connection that the grant has already run.
 */
export function keepGrants(connection: object): void {
  Object.assign(connection, { rlsState: 'active' })
}
