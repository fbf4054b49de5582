import { Cron } from 'croner'
import type { LocalDatabase } from './database/open-database.ts'

/**
 * The embedded database has no autovacuum: without this its planner would never learn that a table has grown, and dead
 * rows would stay forever. Hourly; a server does this itself. Answers a function that stops it.
 */
export function keepStatistics(database: LocalDatabase): () => void {
  if (database.kind !== 'pglite') return () => {}
  const cron = new Cron('7 * * * *', { timezone: 'UTC', protect: true }, async () => {
    await database.exec('vacuum analyze')
  })
  return () => cron.stop()
}
