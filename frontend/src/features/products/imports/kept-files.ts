/*
 * Files of this visit by their import: a file can be read again in another way as long as the page is not reloaded.
 */
const files = new Map<string, File>()

/** How many files are kept; each may have 50 MB. */
const MOST = 3

export function keepFile(importId: string, file: File): void {
  files.delete(importId)
  files.set(importId, file)
  for (const id of [...files.keys()].slice(0, -MOST)) files.delete(id)
}

export const keptFile = (importId: string): File | undefined => files.get(importId)
