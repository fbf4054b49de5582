import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Host } from './host.ts'

const Secrets = z.object({ secret_key: z.string(), webhook_secret: z.string() })

/** The secrets of a running host, from its data folder. */
export const secretsOf = async ({ dataDir }: Host): Promise<z.infer<typeof Secrets>> =>
  Secrets.parse(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')))

/** Writes rows past row level security, for what the API does not offer yet. */
export async function writeRows(host: Host, method: 'POST' | 'PATCH', path: string, body: object): Promise<void> {
  const { secret_key } = await secretsOf(host)
  const response = await fetch(`${host.url}/rest/v1/${path}`, {
    method,
    headers: { apikey: secret_key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
}

/** Requests a job, as the schedule does. */
export const enqueueJob = (host: Host, kind: string): Promise<void> =>
  writeRows(host, 'POST', 'rpc/enqueue_job', { p_kind: kind, p_key: kind })
