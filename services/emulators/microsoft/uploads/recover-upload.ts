import { z } from 'zod'
import type { EmulatorContext } from '../../frame/create-emulator.ts'
import { invalidRequest, sessionNotFound } from '../graph-error.ts'
import type { MicrosoftState, StoredItem } from '../state.ts'
import { commitUpload } from './commit-upload.ts'

const Recovery = z.strictObject({
  name: z.string(),
  '@microsoft.graph.conflictBehavior': z.enum(['fail', 'replace', 'rename']).default('fail'),
  '@microsoft.graph.sourceUrl': z.url(),
})

/**
 * `PUT` on a folder with a `sourceUrl`: gives the bytes of a complete session a name, after a conflict or a deferred
 * commit.
 */
export async function recoverUpload(
  context: EmulatorContext<MicrosoftState>,
  parent: StoredItem,
  body: unknown,
): Promise<Response> {
  const input = Recovery.safeParse(body)
  if (!input.success) throw invalidRequest(z.prettifyError(input.error))
  if (!parent.is_folder) throw invalidRequest('The destination is not a folder')
  const { name, '@microsoft.graph.conflictBehavior': behavior, '@microsoft.graph.sourceUrl': sourceUrl } = input.data
  const token = sourceUrl.startsWith(`${context.contentOrigin()}/upload/`) ? (sourceUrl.split('/').at(-1) ?? '') : ''
  const session = context.store.state.sessions[token]
  if (!session || session.drive_id !== parent.drive_id || session.expires_at <= context.clock.now())
    throw sessionNotFound()
  return commitUpload(context, { token, session, parentId: parent.id, name, behavior })
}
