import { invalidRequest, itemNotFound, nameTaken, overQuota } from './graph-error.ts'
import { type ConflictBehavior, type MicrosoftState, newItemId, type StoredItem } from './state.ts'

const MAX_NAME_CHARS = 255

/** The root folder of a drive; throws itemNotFound for an unknown drive. */
export function rootOf(state: MicrosoftState, driveId: string): StoredItem {
  const root = Object.values(state.items).find((item) => item.drive_id === driveId && item.parent_id === null)
  if (!root) throw itemNotFound()
  return root
}

/** Unordered. */
export function childrenOf(state: MicrosoftState, parentId: string): StoredItem[] {
  return Object.values(state.items).filter((item) => item.parent_id === parentId)
}

/** Names differ by more than upper and lower case. */
export function childNamed(state: MicrosoftState, parent: StoredItem, name: string): StoredItem | undefined {
  const wanted = name.toLowerCase()
  return childrenOf(state, parent.id).find((child) => child.name.toLowerCase() === wanted)
}

type NewItem = {
  parent: StoredItem
  name: string
  nowMs: number
  /** Without it the item is a folder. */
  content?: { content_id: string; size: number; sha1: string; sha256: string }
}

/** Puts a new item under `parent`; the name must be free. */
export function addItem(state: MicrosoftState, { parent, name, nowMs, content }: NewItem): StoredItem {
  const item: StoredItem = {
    id: newItemId(state, parent.drive_id),
    drive_id: parent.drive_id,
    parent_id: parent.id,
    name,
    is_folder: content === undefined,
    size: content?.size ?? 0,
    content_id: content?.content_id ?? null,
    sha1: content?.sha1 ?? null,
    sha256: content?.sha256 ?? null,
    created_at: nowMs,
    modified_at: nowMs,
    version: 1,
  }
  state.items[item.id] = item
  return item
}

/** The free name to use, or the item to replace; throws nameAlreadyExists when the behavior is to fail. */
export function settleName(state: MicrosoftState, parent: StoredItem, name: string, behavior: ConflictBehavior) {
  const taken = childNamed(state, parent, name)
  if (!taken) return { name, replaced: undefined }
  // A file never replaces a folder.
  if (behavior === 'fail' || (behavior === 'replace' && taken.is_folder)) throw nameTaken()
  if (behavior === 'replace') return { name: taken.name, replaced: taken }
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  for (let number = 1; ; number++) {
    const candidate = `${stem} ${number}${extension}`
    if (!childNamed(state, parent, candidate)) return { name: candidate, replaced: undefined }
  }
}

/** Removes the item and everything below it; returns the contents to delete. */
export function removeItem(state: MicrosoftState, item: StoredItem): string[] {
  const below = childrenOf(state, item.id).flatMap((child) => removeItem(state, child))
  delete state.items[item.id]
  return item.content_id === null ? below : [...below, item.content_id]
}

/** Refuses names that OneDrive refuses. */
export function checkName(name: string): void {
  const isBad = name === '' || name.length > MAX_NAME_CHARS || /["*:<>?/\\|]/.test(name) || /^\s|\s$|\.$/.test(name)
  if (isBad) throw invalidRequest('The provided name cannot contain the characters or form it has', 'invalidPath')
}

/** Bytes of all files of a drive. */
export function usedBytes(state: MicrosoftState, driveId: string): number {
  return Object.values(state.items).reduce((sum, item) => (item.drive_id === driveId ? sum + item.size : sum), 0)
}

/** Throws quotaLimitReached when the drive has no room for `bytes` more. */
export function checkQuota(state: MicrosoftState, driveId: string, bytes: number): void {
  const account = state.accounts.find((one) => one.drive_id === driveId)
  if (!account || usedBytes(state, driveId) + bytes > account.quota_total_bytes) throw overQuota()
}

/** The eTag, which changes with every change. */
export function versionTag({ id, version }: StoredItem): string {
  return `"{${id.replace('!', '')}.${version}}"`
}
