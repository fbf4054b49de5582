import { z } from 'zod'

/** The input of every list: cursor pages, limited, counted only on request. */
export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  count: z.stringbool().default(false),
})

/** A stored row that does not have the shape this version knows. The rest of its list is answered without it. */
export const UnreadableRow = z.object({
  /** Null when even the id is damaged. */
  id: z.string().nullable(),
  /** The fields that could not be read. */
  fields: z.array(z.string()),
})
export type UnreadableRow = z.infer<typeof UnreadableRow>

const readByRow = z.registry<{ isReadByRow: true }>()

/** Rows that are read one by one (`readAnswer`): a row that cannot be read does not take the others with it. */
export const rowsOf = <Item extends z.ZodType>(item: Item) => z.array(item).register(readByRow, { isReadByRow: true })

/** For every answer with `rowsOf`: the rows that could not be read; absent when there are none. */
export const unreadable = z.array(UnreadableRow).optional()

/** The answer of every list. `next_cursor` is null on the last page; `total` is present with `count=true`. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: rowsOf(item),
    next_cursor: z.string().nullable(),
    total: z.number().int().optional(),
    unreadable,
  })

/** The answer of a list that is never long: all of it, on one page. */
export const wholeListOf = <Item extends z.ZodType>(item: Item) => z.object({ items: rowsOf(item), unreadable })

/** An optional filter that a form may send empty. */
export const optionalText = (maxLength: number) => z.string().trim().max(maxLength).optional()

/**
 * Parses an answer by its schema, row by row where the schema says `rowsOf`: a row that cannot be read is named in
 * `unreadable`, and the rest stands. Throws `ZodError` for anything else that does not match.
 */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const whole = schema.safeParse(answer)
  if (whole.success) return whole.data
  const bad = new Map<string, { path: PropertyKey[]; fields: Set<string> }>()
  for (const { path } of whole.error.issues) {
    const depth = rowDepth(schema, path)
    if (depth === null) throw whole.error
    const row = path.slice(0, depth)
    const found = bad.get(row.join('.')) ?? { path: row, fields: new Set() }
    found.fields.add(path.slice(depth).join('.'))
    bad.set(row.join('.'), found)
  }
  const rows = [...bad.values()]
  const known = Reflect.get(Object(answer), 'unreadable')
  return schema.parse({
    ...Object(
      withoutRows(
        answer,
        rows.map(({ path }) => path),
      ),
    ),
    unreadable: [
      ...(Array.isArray(known) ? known : []),
      ...rows.map(({ path, fields }) => ({ id: idOf(answer, path), fields: [...fields].filter(Boolean) })),
    ],
  })
}

/** How many parts of the path lead to the innermost row that is read on its own; null when there is none. */
function rowDepth(schema: z.ZodType, path: readonly PropertyKey[]): number | null {
  let current: unknown = schema
  let depth: number | null = null
  for (const [at, key] of path.entries()) {
    current = inner(current)
    if (current instanceof z.ZodArray) {
      if (readByRow.has(current)) depth = at + 1
      current = current.element
    } else if (current instanceof z.ZodObject) current = current.shape[String(key)]
    else break
  }
  return depth
}

function inner(schema: unknown): unknown {
  let current = schema
  while (current instanceof z.ZodNullable || current instanceof z.ZodOptional || current instanceof z.ZodDefault) {
    current = current.unwrap()
  }
  return current
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (Object(found) === found ? Reflect.get(Object(found), key) : undefined),
    value,
  )
}

function idOf(answer: unknown, path: readonly PropertyKey[]): string | null {
  const id = Reflect.get(Object(at(answer, path)), 'id')
  return typeof id === 'string' ? id : null
}

function withoutRows(value: unknown, paths: readonly PropertyKey[][]): unknown {
  if (paths.length === 0 || Object(value) !== value) return value
  const below = (key: PropertyKey) => paths.filter(([first]) => first === key).map((path) => path.slice(1))
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const inside = below(index)
      return inside.some((path) => path.length === 0) ? [] : [withoutRows(item, inside)]
    })
  }
  return Object.fromEntries(Object.entries(Object(value)).map(([key, item]) => [key, withoutRows(item, below(key))]))
}
