import { StartError } from '../start-error.ts'
import { startLocalHost } from '../start-local-host.ts'
import { ENDS_WITH_PARENT, whenParentEnds } from '../when-parent-ends.ts'

if (process.env[ENDS_WITH_PARENT]) whenParentEnds(() => process.exit(1))

/** A host in its own process, for tests that kill it: options as JSON in the first argument; prints its URL. */
try {
  const host = await startLocalHost({ ...JSON.parse(process.argv[2] ?? '{}'), env: {} })
  console.log(
    JSON.stringify({ url: host.url, key: host.env.SUPABASE_ANON_KEY, secret: host.env.SUPABASE_SERVICE_ROLE_KEY }),
  )
  process.on('SIGTERM', () => void host.close().then(() => process.exit(0)))
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
}
