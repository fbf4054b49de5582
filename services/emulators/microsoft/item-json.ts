import type { EmulatorContext } from '../frame/create-emulator.ts'
import { mimeTypeOf } from './content.ts'
import { downloadAddress, PROPERTY_LIFETIME_MS } from './download.ts'
import { childrenOf, versionTag } from './drive-tree.ts'
import type { GraphQuery } from './graph-query.ts'
import type { MicrosoftState, StoredItem } from './state.ts'
import { thumbnailSets } from './thumbnails.ts'

/** A driveItem as Graph answers it, with only the selected fields when some were selected. */
export function driveItem(
  context: EmulatorContext<MicrosoftState>,
  item: StoredItem,
  { select, expandsThumbnails }: Pick<GraphQuery, 'select' | 'expandsThumbnails'> = {
    select: undefined,
    expandsThumbnails: false,
  },
): Record<string, unknown> {
  const { state } = context.store
  const account = state.accounts.find(({ drive_id }) => drive_id === item.drive_id)
  const user = { user: { displayName: account?.display_name ?? '', id: account?.id ?? '' } }
  const createdDateTime = new Date(item.created_at).toISOString()
  const lastModifiedDateTime = new Date(item.modified_at).toISOString()
  const parent = item.parent_id === null ? undefined : state.items[item.parent_id]
  const all: Record<string, unknown> = {
    id: item.id,
    name: item.name,
    size: item.is_folder ? folderSize(state, item) : item.size,
    eTag: versionTag(item),
    cTag: `"c:${versionTag(item).slice(1)}`,
    webUrl: `${context.origin()}/web/${encodeURIComponent(item.id)}`,
    createdDateTime,
    lastModifiedDateTime,
    createdBy: user,
    lastModifiedBy: user,
    fileSystemInfo: { createdDateTime, lastModifiedDateTime },
    parentReference: {
      driveId: item.drive_id,
      driveType: account?.type ?? 'personal',
      ...(parent && { id: parent.id, name: parent.name, path: pathOf(state, parent) }),
    },
    ...(item.parent_id === null && { root: {} }),
    ...(item.is_folder
      ? { folder: { childCount: childrenOf(state, item.id).length } }
      : {
          file: { mimeType: mimeTypeOf(item.name), hashes: { sha1Hash: item.sha1, sha256Hash: item.sha256 } },
          '@microsoft.graph.downloadUrl': downloadAddress(context, item, PROPERTY_LIFETIME_MS),
        }),
  }
  const selected = select ? Object.fromEntries(Object.entries(all).filter(([field]) => select.includes(field))) : all
  return expandsThumbnails ? { ...selected, thumbnails: thumbnailSets(context, item) } : selected
}

function pathOf(state: MicrosoftState, folder: StoredItem): string {
  if (folder.parent_id === null) return '/drive/root:'
  const parent = state.items[folder.parent_id]
  return parent ? `${pathOf(state, parent)}/${encodeURIComponent(folder.name)}` : '/drive/root:'
}

function folderSize(state: MicrosoftState, folder: StoredItem): number {
  return childrenOf(state, folder.id).reduce((sum, child) => {
    return sum + (child.is_folder ? folderSize(state, child) : child.size)
  }, 0)
}
