import { useState } from 'react'
import type { z } from 'zod'

/** A choice about this device's view, kept in localStorage; falls back to memory where storage is blocked. */
export function useRemembered(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const key = keyOf(name)
  const [value, setValue] = useState(() => {
    const stored = read(key)
    return stored === undefined ? initial : stored === 'true'
  })
  return [
    value,
    (next) => {
      setValue(next)
      write(key, String(next))
    },
  ]
}

/**
 * The same for a value of a schema, under a name that may change while the page is open. Undefined when nothing is
 * stored or the stored value is no longer valid; setting undefined deletes it.
 */
export function useRememberedValue<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): [z.output<Schema> | undefined, (value: z.output<Schema> | undefined) => void] {
  const [kept, setKept] = useState(() => ({ name, value: readValue(name, schema) }))
  const current = kept.name === name ? kept : { name, value: readValue(name, schema) }
  if (current !== kept) setKept(current)
  return [
    current.value,
    (value) => {
      setKept({ name, value })
      write(keyOf(name), value === undefined ? undefined : JSON.stringify(value))
    },
  ]
}

const keyOf = (name: string) => `opsyncpro.${name}`

function readValue<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(read(keyOf(name)) ?? 'null')).data
  } catch {
    return undefined
  }
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, text)
  } catch {
    // The choice then holds for this page only.
  }
}
