import { badParameter } from './graph-error.ts'

type Field = { name: string; limit: number | null; fields: Field[] | null }

/** A node: values, or functions for what a field's own selection shapes. */
export type GraphNode = Record<string, unknown>
/** Makes the value of a field that has a selection or a limit of its own. */
export class Nested {
  readonly make: (limit: number | null) => GraphNode | GraphNode[] | null
  constructor(make: (limit: number | null) => GraphNode | GraphNode[] | null) {
    this.make = make
  }
}

/** `id,messages.limit(20){id,from}` */
function parseFields(text: string): Field[] {
  let at = 0
  const word = () => {
    const found = /^[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(at))?.[0]
    if (!found) throw badParameter(`Syntax error at "${text.slice(at, at + 10)}" in the field list.`)
    at += found.length
    return found
  }
  const list = (): Field[] => {
    const fields: Field[] = []
    for (;;) {
      const name = word()
      const limit = /^\.limit\((\d+)\)/.exec(text.slice(at))
      if (limit) at += limit[0].length
      let inner: Field[] | null = null
      if (text[at] === '{') {
        at += 1
        inner = list()
        if (text[at] !== '}') throw badParameter('Expected } in the field list.')
        at += 1
      }
      fields.push({ name, limit: limit ? Number(limit[1]) : null, fields: inner })
      if (text[at] !== ',') return fields
      at += 1
    }
  }
  const fields = list()
  if (at !== text.length) throw badParameter(`Syntax error at "${text.slice(at, at + 10)}" in the field list.`)
  return fields
}

/** What a node shows: `id` always, the fields that were asked for, and nothing that it does not have. */
export function select(type: string, node: GraphNode, fieldList: string | undefined, defaults: string): GraphNode {
  return pick(type, node, parseFields(fieldList ?? defaults))
}

function pick(type: string, node: GraphNode, fields: Field[]): GraphNode {
  const result: GraphNode = {}
  for (const { name, limit, fields: inner } of fields) {
    if (!(name in node)) throw badParameter(`Tried accessing nonexisting field (${name}) on node type (${type})`)
    const value = node[name]
    if (value instanceof Nested) {
      const made = value.make(limit)
      if (made === null) continue
      const shape = (one: GraphNode) => pick(name, one, inner ?? [{ name: 'id', limit: null, fields: null }])
      result[name] = Array.isArray(made) ? { data: made.map(shape) } : shape(made)
    } else if (value !== undefined && value !== null) {
      result[name] = value
    }
  }
  return 'id' in node ? { ...result, id: node.id } : result
}

/** One page of a list by `limit` and `after`. */
export function paged<Item>(
  items: Item[],
  params: Readonly<Record<string, string>>,
  url: string,
): { items: Item[]; paging: object } {
  const limit = Math.min(Number(params.limit ?? 25), 100)
  const start = params.after ? Number(Buffer.from(params.after, 'base64url').toString()) : 0
  if (!Number.isInteger(start) || !Number.isInteger(limit) || limit < 1) throw badParameter('Invalid cursor.')
  const page = items.slice(start, start + limit)
  const cursor = (position: number) => Buffer.from(String(position)).toString('base64url')
  const after = cursor(start + page.length)
  const next = new URL(url)
  next.searchParams.set('after', after)
  return {
    items: page,
    paging: {
      cursors: { before: cursor(start), after },
      ...(start + page.length < items.length && { next: next.href }),
    },
  }
}

/** Meta's way to write an instant. */
export const metaTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+0000`
