import { childNamed, rootOf } from './drive-tree.ts'
import { invalidRequest, itemNotFound } from './graph-error.ts'
import type { Account, MicrosoftState, StoredItem } from './state.ts'

/** The item that a Graph path below a drive names, before it is looked up. */
export type ItemAddress = {
  /** null is the caller's own drive. */
  driveId: string | null
  /** null is the drive's root. */
  itemId: string | null
  /** Names below that item. */
  path: string[]
  /** The part behind the item, such as `children`. */
  action: string | null
}

const SHAPE =
  /^\/(?:me\/drive|drives\/([^/]+))\/(?:root|items\/([^/:]+))(?::\/([^:]*)(?::(?=\/|$))?)?(?:\/(children|content|createUploadSession|createLink|thumbnails))?$/

/** Reads `/me/drive/root:/a/b.mp4:/createUploadSession` and its relatives; undefined for other paths. */
export function readItemAddress(path: string): ItemAddress | undefined {
  const parts = SHAPE.exec(path)
  if (!parts) return undefined
  const [, driveId, itemId, below, action] = parts
  return {
    driveId: driveId === undefined ? null : decode(driveId),
    itemId: itemId === undefined ? null : decode(itemId),
    path: (below ?? '').split('/').filter(Boolean).map(decode),
    action: action ?? null,
  }
}

/** The addressed item; throws itemNotFound, also for other people's drives. */
export function findItem(state: MicrosoftState, account: Account, { driveId, itemId, path }: ItemAddress): StoredItem {
  if (driveId !== null && driveId !== account.drive_id) throw itemNotFound()
  const start = itemId === null || itemId === 'root' ? rootOf(state, account.drive_id) : state.items[itemId]
  if (!start || start.drive_id !== account.drive_id) throw itemNotFound()
  return path.reduce<StoredItem>((parent, name) => {
    const child = childNamed(state, parent, name)
    if (!child) throw itemNotFound()
    return child
  }, start)
}

/** The folder and name of something that may not exist yet. */
export function findPlace(state: MicrosoftState, account: Account, address: ItemAddress) {
  const name = address.path.at(-1)
  if (name === undefined) return undefined
  const parent = findItem(state, account, { ...address, path: address.path.slice(0, -1) })
  if (!parent.is_folder) throw itemNotFound()
  return { parent, name }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalidRequest('The path is not well encoded', 'invalidPath')
  }
}
