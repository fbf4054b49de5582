import { isShown } from '../../text.ts'
import type { CrmField } from '../lists/schema.ts'

type Entry = { id: string; name: string }
export type ListKind = 'status' | 'collaboration_type' | 'contact_source' | 'marketplace' | 'owners'

/** The lists of a workspace, with hidden entries, because a file may name those too. */
export type ImportLists = Record<ListKind, readonly Entry[]> & {
  fields: readonly Pick<CrmField, 'id' | 'name' | 'kind' | 'options'>[]
}

export type Names = ReturnType<typeof createNames>

/** The longest name of an entry. */
export const MAX_NAME_LENGTH = 60

/** Finds entries of the lists by the names in a file, whatever their case. */
export function createNames(lists: ImportLists) {
  const byName = (entries: readonly Entry[]) => new Map(entries.map(({ id, name }) => [name.trim().toLowerCase(), id]))
  const kinds = ['status', 'collaboration_type', 'contact_source', 'marketplace', 'owners'] as const
  const maps = new Map<string, Map<string, string>>(kinds.map((kind) => [kind, byName(lists[kind])]))
  const options = new Map(lists.fields.map(({ id, options }) => [`custom.${id}`, byName(options)]))
  return {
    find: (kind: ListKind, text: string) => maps.get(kind)?.get(text.toLowerCase()),
    option: (key: string, text: string) => options.get(key)?.get(text.toLowerCase()),
    /** Names separated by comma or semicolon; a name may contain one, so the longest known name wins. */
    owners(text: string): { name: string; id: string | undefined }[] {
      const parts = text.split(/([;,])/)
      const found: { name: string; id: string | undefined }[] = []
      for (let from = 0; from < parts.length; ) {
        // No name is longer, and each part has at least one character or separator.
        let to = Math.min(parts.length, from + 2 * MAX_NAME_LENGTH + 1)
        let name = parts.slice(from, to).join('').trim()
        while (to > from + 1 && !maps.get('owners')?.has(name.toLowerCase())) {
          to -= 2
          name = parts.slice(from, to).join('').trim()
        }
        const id = maps.get('owners')?.get(name.toLowerCase())
        const isNew = !found.some((other) => other.name.toLowerCase() === name.toLowerCase())
        if (isShown(name) && isNew) found.push({ name, id })
        from = to + 1
      }
      return found
    },
  }
}
