import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { accountsContract } from '../../core/src/accounts/contract.ts'
import type { ApiClient } from '../../core/src/http/client.ts'
import type { Host } from './host.ts'

const Secrets = z.object({ secret_key: z.string() })

/** Puts somebody into the workspace of another. Nobody can be invited yet, so it is written past the API. */
export async function joinWorkspace(host: Host, person: ApiClient, owner: ApiClient): Promise<void> {
  const [{ id }, { current_workspace_id }] = await Promise.all([
    person(accountsContract.me),
    owner(accountsContract.me),
  ])
  const { secret_key } = Secrets.parse(JSON.parse(await readFile(join(host.dataDir, 'secrets.json'), 'utf8')))
  const write = async (method: 'POST' | 'PATCH', path: string, body: object) => {
    const response = await fetch(`${host.url}/rest/v1/${path}`, {
      method,
      headers: { apikey: secret_key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  }
  await write('POST', 'workspace_members', { workspace_id: current_workspace_id, user_id: id, role: 'manager' })
  await write('PATCH', `users?id=eq.${id}`, { current_workspace_id })
}
