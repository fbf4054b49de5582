import { cleanText } from '#core/text.ts'
import type { DriveItem } from './types.ts'

/** A folder with its name. `path` is for reading: `/Videos/2026`, `/` for the root of the drive. */
export type DriveFolder = { id: string; name: string; path: string; parentId: string | null; childCount: number }

/** A file. `folderId` is its folder; anyone with `downloadUrl` can open the file for some minutes. */
export type DriveFile = {
  id: string
  name: string
  sizeBytes: number
  folderId: string | null
  driveId: string | null
  createdAt: Date | null
  downloadUrl: string | null
  /** OneDrive's facts about a video; null until OneDrive has them. */
  video: { durationSeconds: number | null; width: number | null; height: number | null } | null
}

/** Null for anything but a folder. */
export function toFolder({ id, name, folder, parentReference }: DriveItem): DriveFolder | null {
  if (!folder) return null
  const parentPath = parentReference?.path
  const isTop = parentPath === undefined
  return {
    id,
    name: isTop ? 'OneDrive' : name,
    path: isTop ? '/' : `${readablePath(parentPath)}/${name}`,
    parentId: isTop ? null : (parentReference?.id ?? null),
    childCount: folder.childCount ?? 0,
  }
}

/** Null for anything but a file. */
export function toFile(item: DriveItem): DriveFile | null {
  if (!item.file) return null
  const { video } = item
  return {
    id: item.id,
    name: item.name,
    sizeBytes: item.size ?? 0,
    folderId: item.parentReference?.id ?? null,
    driveId: item.parentReference?.driveId ?? null,
    createdAt: item.createdDateTime ? new Date(item.createdDateTime) : null,
    downloadUrl: item['@microsoft.graph.downloadUrl'] ?? null,
    video: video
      ? {
          durationSeconds: video.duration === undefined ? null : video.duration / 1000,
          width: video.width ?? null,
          height: video.height ?? null,
        }
      : null,
  }
}

/**
 * Whether OneDrive may have given a file this name for the requested `wanted`: the same name, or one with the number
 * that OneDrive adds when the name is taken (`B0.mp4` → `B0 1.mp4`).
 */
export function isNameOrRenamed(name: string, wanted: string): boolean {
  if (name.toLowerCase() === wanted.toLowerCase()) return true
  const dot = wanted.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, '']
  if (!name.startsWith(`${stem} `) || !name.endsWith(extension)) return false
  return /^\d{1,4}$/.test(name.slice(stem.length + 1, name.length - extension.length))
}

// `/drive/root:` or `/drives/{id}/root:/A%20folder`.
function readablePath(path: string): string {
  const below = path.slice(path.indexOf(':') + 1)
  try {
    return cleanText(decodeURIComponent(below))
  } catch {
    return below
  }
}
