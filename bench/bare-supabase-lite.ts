/*
 * The rival of the start: supabase-lite alone on the same data, as its own documentation embeds it, answering HTTP.
 *   node bench/bare-supabase-lite.ts <data folder>   (PORT says where)
 */
import { serve } from '@hono/node-server'

// lite reads it while it is being imported.
process.env.EXPERIMENTAL_STORAGE = '1'
const { App } = await import('@supabase/lite')
const { createPgliteConnection } = await import('@supabase/lite/pglite')
const [{ pg_trgm }, { pgcrypto }, { btree_gin }] = await Promise.all([
  import('@electric-sql/pglite/contrib/pg_trgm'),
  import('@electric-sql/pglite/contrib/pgcrypto'),
  import('@electric-sql/pglite/contrib/btree_gin'),
])

const [folder = ''] = process.argv.slice(2)
const connection = await createPgliteConnection({
  url: folder,
  pgliteOptions: { extensions: { pg_trgm, pgcrypto, btree_gin } },
})
const app = new App({
  connection,
  auth: { enabled: true, jwt_secret: 'a secret of at least thirty-two characters', enable_signup: true },
  storage: { enabled: true },
  options: { server: { admin: false } },
})
await app.init()
await app.ensureSystemSchema()
const server = serve({ fetch: (request) => app.fetch(request), port: Number(process.env.PORT), hostname: '127.0.0.1' })
process.on('SIGTERM', () => {
  server.close()
  void connection.close().then(() => process.exit(0))
})
