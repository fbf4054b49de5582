import { truncate } from 'node:fs/promises'
import type { EmulatorContext } from '../../frame/create-emulator.ts'
import { contentFile, hashContent, removeContent } from '../content.ts'
import { addItem, checkName, checkQuota, settleName } from '../drive-tree.ts'
import { GraphError, itemNotFound } from '../graph-error.ts'
import { driveItem } from '../item-json.ts'
import type { ConflictBehavior, MicrosoftState, StoredItem, UploadSession } from '../state.ts'

type Commit = { token: string; session: UploadSession; parentId: string; name: string; behavior: ConflictBehavior }

/**
 * Turns a complete session into an item: 201 for a new one, 200 for a replaced one. After a name conflict or on a full
 * drive the session stays, so that the bytes can get another name.
 */
export async function commitUpload(context: EmulatorContext<MicrosoftState>, commit: Commit): Promise<Response> {
  const { clock, store } = context
  const { token, session, parentId, name, behavior } = commit
  const { state } = store
  if (session.total === null || session.received !== session.total) {
    throw new GraphError(400, 'invalidRequest', 'The upload session has bytes missing', 'uploadSessionIncomplete')
  }
  checkName(name)
  const parent = state.items[parentId]
  if (!parent || parent.drive_id !== session.drive_id) throw itemNotFound()
  const target = session.replaces_id === null ? undefined : state.items[session.replaces_id]
  const settled = target ? { name: target.name, replaced: target } : settleName(state, parent, name, behavior)
  checkQuota(state, session.drive_id, session.total - (settled.replaced?.size ?? 0))
  const file = contentFile(store.filesFolder, token)
  // A broken fragment may have left bytes after the last complete one.
  await truncate(file, session.total)
  const content = { content_id: token, size: session.total, ...(await hashContent(file)) }
  const formerContent = settled.replaced?.content_id ?? null
  const item: StoredItem = settled.replaced
    ? Object.assign(settled.replaced, content, { modified_at: clock.now(), version: settled.replaced.version + 1 })
    : addItem(state, { parent, name: settled.name, nowMs: clock.now(), content })
  delete state.sessions[token]
  await store.save()
  await removeContent(store.filesFolder, formerContent)
  return Response.json(driveItem(context, item), { status: settled.replaced ? 200 : 201 })
}
