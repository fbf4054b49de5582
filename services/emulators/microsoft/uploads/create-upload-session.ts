import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { EmulatorContext } from '../../frame/create-emulator.ts'
import { findItem, findPlace, type ItemAddress } from '../address.ts'
import { contentFile, removeContent } from '../content.ts'
import { checkName, checkQuota, settleName } from '../drive-tree.ts'
import { invalidRequest, itemNotFound } from '../graph-error.ts'
import { type Account, type ConflictBehavior, type MicrosoftState, newSecret, type UploadSession } from '../state.ts'

const SESSION_LIFETIME_MS = 7 * 86_400_000
const Behavior = z.enum(['fail', 'replace', 'rename'])
const SessionRequest = z.strictObject({
  item: z
    .strictObject({
      '@odata.type': z.string().optional(),
      '@microsoft.graph.conflictBehavior': Behavior.optional(),
      name: z.string().optional(),
      description: z.string().optional(),
      fileSize: z.int().min(1).optional(),
      fileSystemInfo: z.object({}).optional(),
    })
    .optional(),
  deferCommit: z.boolean().optional(),
})

/** `POST …/createUploadSession`: the URL that receives the bytes, without a token. */
export async function createUploadSession(
  context: EmulatorContext<MicrosoftState>,
  { account, address, body }: { account: Account; address: ItemAddress; body: unknown },
): Promise<Response> {
  const { clock, contentOrigin, origin, store } = context
  const input = SessionRequest.safeParse(body ?? {})
  if (!input.success) throw invalidRequest(z.prettifyError(input.error))
  const { item = {}, deferCommit = false } = input.data
  const behavior = item['@microsoft.graph.conflictBehavior'] ?? 'fail'
  const target = settleTarget(context, account, address, behavior)
  if (item.name !== undefined && item.name !== target.name) {
    throw invalidRequest('Name in the path and name in the body must match')
  }
  if (item.fileSize !== undefined) checkQuota(store.state, account.drive_id, item.fileSize)
  const session: UploadSession = {
    drive_id: account.drive_id,
    parent_id: target.parentId,
    name: target.name,
    behavior,
    replaces_id: target.replacesId,
    defer_commit: deferCommit,
    total: null,
    received: 0,
    expires_at: clock.now() + SESSION_LIFETIME_MS,
  }
  await forgetExpired(context)
  const token = newSecret()
  await writeFile(contentFile(store.filesFolder, token), '')
  store.state.sessions[token] = session
  await store.save()
  return Response.json({
    '@odata.context': `${origin()}/graph/v1.0/$metadata#microsoft.graph.uploadSession`,
    uploadUrl: `${contentOrigin()}/upload/${token}`,
    ...sessionJson(session),
  })
}

/** What a session answers to anyone with its URL. */
export function sessionJson({ expires_at, received, total }: UploadSession) {
  return {
    expirationDateTime: new Date(expires_at).toISOString(),
    nextExpectedRanges: received === total ? [] : [`${received}-`],
  }
}

/** Every fragment extends a session by a week. */
export function prolong(session: UploadSession, nowMs: number): void {
  session.expires_at = nowMs + SESSION_LIFETIME_MS
}

async function forgetExpired({ clock, store }: EmulatorContext<MicrosoftState>): Promise<void> {
  for (const [token, { expires_at }] of Object.entries(store.state.sessions)) {
    if (expires_at > clock.now()) continue
    delete store.state.sessions[token]
    await removeContent(store.filesFolder, token)
  }
}

function settleTarget(
  { store }: EmulatorContext<MicrosoftState>,
  account: Account,
  address: ItemAddress,
  behavior: ConflictBehavior,
) {
  const place = findPlace(store.state, account, address)
  if (place) {
    checkName(place.name)
    // Refused here when the name is taken already, and again at the last fragment when it was taken in the meantime.
    if (behavior !== 'rename') settleName(store.state, place.parent, place.name, behavior)
    return { parentId: place.parent.id, name: place.name, replacesId: null }
  }
  const item = findItem(store.state, account, address)
  if (item.is_folder || item.parent_id === null) throw itemNotFound()
  return { parentId: item.parent_id, name: item.name, replacesId: item.id }
}
