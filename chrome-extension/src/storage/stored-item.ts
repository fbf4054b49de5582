import type { z } from 'zod'

type Area = 'local' | 'session'

export type StoredItem<T> = {
  /** The stored value, or the default when nothing valid is stored. */
  read(): Promise<T>
  write(value: T): Promise<void>
  /** Changes the item from its current value, one caller after another in every page and worker. */
  update(change: (current: T) => T): Promise<T>
  /** Calls back with each new value; answers a function that stops this. */
  subscribe(listener: (value: T) => void): () => void
}

type Declaration<S extends z.ZodType> = {
  /** `session` is kept in memory until the browser closes, `local` on disk. */
  area: Area
  key: string
  schema: S
  fallback: z.output<S>
}

/** Declares one stored item. Each is declared once, in items.ts. */
export function defineItem<S extends z.ZodType>({
  area,
  key,
  schema,
  fallback,
}: Declaration<S>): StoredItem<z.output<S>> {
  type T = z.output<S>
  const parse = (value: unknown): T => {
    const parsed = schema.safeParse(value)
    return parsed.success ? parsed.data : fallback
  }
  const read = async (): Promise<T> => parse((await chrome.storage[area].get(key))[key])
  const write = (value: T): Promise<void> => chrome.storage[area].set({ [key]: value })

  return {
    read,
    write,
    update: (change) =>
      navigator.locks.request(`opsyncpro.${area}.${key}`, async () => {
        const current = await read()
        const next = change(current)
        if (next !== current) await write(next)
        return next
      }),
    subscribe(listener) {
      const onChanged = (changes: Record<string, chrome.storage.StorageChange>) => {
        const change = changes[key]
        if (change) listener(parse(change.newValue))
      }
      chrome.storage[area].onChanged.addListener(onChanged)
      return () => chrome.storage[area].onChanged.removeListener(onChanged)
    },
  }
}
