import { accountsContract } from '../../core/src/accounts/contract.ts'
import type { ApiClient } from '../../core/src/http/client.ts'
import type { Host } from './host.ts'
import { writeRows } from './secrets.ts'

/** Adds a person to another person's workspace. The product has no invitations yet, so SQL writes the membership. */
export async function joinWorkspace(host: Host, person: ApiClient, owner: ApiClient): Promise<void> {
  const [{ id }, { current_workspace_id }] = await Promise.all([
    person(accountsContract.me),
    owner(accountsContract.me),
  ])
  await writeRows(host, 'POST', 'workspace_members', {
    workspace_id: current_workspace_id,
    user_id: id,
    role: 'manager',
  })
  await writeRows(host, 'PATCH', `users?id=eq.${id}`, { current_workspace_id })
}
