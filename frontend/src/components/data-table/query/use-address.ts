import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { z } from 'zod'

/** A schema of a URL's parameters: each field has a default or is optional, and reads text. */
export type AddressSchema = z.ZodObject<Record<string, z.ZodType<string | undefined>>>

type Change<Schema extends AddressSchema> = {
  [Key in keyof z.output<Schema>]?: z.output<Schema>[Key] | undefined
}

/**
 * Reads a URL's parameters by their schema. A value that the schema refuses (typed manually or from an older version)
 * falls back to the default of its field, and the other fields stay. Unknown names are left out.
 */
export function readAddress<Schema extends AddressSchema>(schema: Schema, search: URLSearchParams): z.output<Schema> {
  const entries = Object.entries(schema.shape).map(([name, field]) => {
    const read = field.safeParse(search.get(name) ?? undefined)
    return [name, read.success ? read.data : field.parse(undefined)]
  })
  // safe: each entry is the output of the field of that name
  return Object.fromEntries(entries) as z.output<Schema>
}

/** The parameters of `address` without empty values and defaults, so that one state has one URL. */
export function writeAddress<Schema extends AddressSchema>(
  schema: Schema,
  address: Change<Schema>,
): Record<string, string> {
  const defaults: Record<string, unknown> = readAddress(schema, new URLSearchParams())
  const said: [string, string][] = []
  for (const name of Object.keys(schema.shape)) {
    const value: unknown = Reflect.get(address, name)
    if (typeof value === 'string' && value !== '' && value !== defaults[name]) said.push([name, value])
  }
  return Object.fromEntries(said)
}

type AddressOptions<Schema extends AddressSchema> = {
  /** The fields that filter the list: "Clear filters" resets these to their defaults, and only these. */
  filters: readonly (keyof z.output<Schema> & string)[]
}

/**
 * A page's filters, order and open record, kept in the URL, so that the page can be reloaded, shared and returned to.
 */
export function useAddress<Schema extends AddressSchema>(schema: Schema, { filters }: AddressOptions<Schema>) {
  const [search, setSearch] = useSearchParams()
  const address = useMemo(() => readAddress(schema, search), [schema, search])
  const said: Record<string, unknown> = writeAddress(schema, address)

  /** Replaces the entry in the browser's history; as a `step`, Back returns to the earlier state. */
  function setAddress(change: Change<Schema>, how: 'replace' | 'step' = 'replace') {
    setSearch(writeAddress(schema, { ...address, ...change }), { replace: how === 'replace', preventScrollReset: true })
  }

  /** The search of a link that changes these parameters. */
  function addressWith(change: Change<Schema>): string {
    const params = new URLSearchParams(writeAddress(schema, { ...address, ...change }))
    return `?${params}`
  }

  return {
    address,
    setAddress,
    addressWith,
    hasFilters: filters.some((name) => name in said),
    clearFilters: () => {
      const rest = Object.entries(address).filter(([name]) => !filters.includes(name))
      setSearch(writeAddress(schema, Object.fromEntries(rest) as Change<Schema>), {
        replace: true,
        preventScrollReset: true,
      })
    },
  }
}
