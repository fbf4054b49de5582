import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { addItem, checkName, childrenOf, settleName } from './drive-tree.ts'
import { invalidRequest } from './graph-error.ts'
import { readGraphQuery } from './graph-query.ts'
import { driveItem } from './item-json.ts'
import type { MicrosoftState, StoredItem } from './state.ts'

const DEFAULT_PAGE = 200
const NewFolder = z.strictObject({
  name: z.string(),
  folder: z.strictObject({}),
  '@microsoft.graph.conflictBehavior': z.enum(['fail', 'rename']).default('fail'),
})

/** `GET …/children`: one page and, if there are more, the URL of the next. */
export function listChildren(context: EmulatorContext<MicrosoftState>, folder: StoredItem, url: URL): Response {
  if (!folder.is_folder) throw invalidRequest('Only folders have children')
  const query = readGraphQuery(url)
  const top = query.top ?? DEFAULT_PAGE
  const offset = readOffset(query.skipToken)
  const sorted = childrenOf(context.store.state, folder.id).sort(comparison(query.orderBy))
  const page = sorted.slice(offset, offset + top)
  const next = new URL(`${context.origin()}${url.pathname}${url.search}`)
  next.searchParams.set('$skiptoken', Buffer.from(String(offset + top)).toString('base64url'))
  return Response.json({
    '@odata.context': `${context.origin()}/graph/v1.0/$metadata#drive/items/children`,
    '@odata.count': sorted.length,
    value: page.map((item) => driveItem(context, item, query)),
    ...(offset + top < sorted.length && { '@odata.nextLink': next.href }),
  })
}

/** `POST …/children`: a new folder. */
export async function createFolder(
  context: EmulatorContext<MicrosoftState>,
  parent: StoredItem,
  body: unknown,
): Promise<Response> {
  const { clock, store } = context
  if (!parent.is_folder) throw invalidRequest('Only folders have children')
  const input = NewFolder.safeParse(body)
  if (!input.success) throw invalidRequest(z.prettifyError(input.error))
  checkName(input.data.name)
  const { name } = settleName(store.state, parent, input.data.name, input.data['@microsoft.graph.conflictBehavior'])
  const folder = addItem(store.state, { parent, name, nowMs: clock.now() })
  await store.save()
  return Response.json(driveItem(context, folder), { status: 201 })
}

function readOffset(skipToken: string | undefined): number {
  if (skipToken === undefined) return 0
  const text = Buffer.from(skipToken, 'base64url').toString()
  if (!/^\d+$/.test(text)) throw invalidRequest('The skip token is not one of ours', 'invalidQueryOption')
  return Number(text)
}

function comparison(orderBy: ReturnType<typeof readGraphQuery>['orderBy']) {
  const { field, isDescending } = orderBy ?? { field: 'name', isDescending: false }
  const byName = (left: StoredItem, right: StoredItem) => left.name.localeCompare(right.name, 'en')
  const compare = (left: StoredItem, right: StoredItem) => {
    if (field === 'size') return left.size - right.size || byName(left, right)
    if (field === 'lastModifiedDateTime') return left.modified_at - right.modified_at || byName(left, right)
    if (field === 'createdDateTime') return left.created_at - right.created_at || byName(left, right)
    return byName(left, right)
  }
  return (left: StoredItem, right: StoredItem) => (isDescending ? compare(right, left) : compare(left, right))
}
