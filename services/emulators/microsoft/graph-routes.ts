import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { findItem, type ItemAddress, readItemAddress } from './address.ts'
import { createFolder, listChildren } from './children.ts'
import { removeContent } from './content.ts'
import { downloadAddress, REDIRECT_LIFETIME_MS } from './download.ts'
import { removeItem, usedBytes, versionTag } from './drive-tree.ts'
import { requireAccess } from './graph-access.ts'
import { GraphError, graphErrorResponse, invalidRequest } from './graph-error.ts'
import { readGraphQuery } from './graph-query.ts'
import { driveItem } from './item-json.ts'
import { createLink } from './sharing.ts'
import type { Account, MicrosoftState, StoredItem } from './state.ts'
import { thumbnailSets } from './thumbnails.ts'
import { createUploadSession } from './uploads/create-upload-session.ts'
import { recoverUpload } from './uploads/recover-upload.ts'

const PREFIX = '/graph/v1.0'
/** What Graph supports and this emulator does not: refused explicitly instead of answered wrongly. */
const NOT_EMULATED = new Set(['PUT content', 'PATCH item'])
const PREFLIGHT = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, If-Match, Prefer, Client-Request-Id',
}

/** `/graph/v1.0/…`: the profile, the drive and its items. */
export function graphRoutes(context: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.all(`${PREFIX}/*`, async (c) => {
    const path = new URL(c.req.url).pathname.slice(PREFIX.length)
    // A page that fetches /content fails at the real Graph, at the redirect; it fails here too.
    const isContent = path.endsWith('/content')
    if (c.req.method === 'OPTIONS') return c.body(null, 204, isContent ? {} : PREFLIGHT)
    const response = await answer(context, c, path).catch((error: unknown) => {
      if (error instanceof GraphError) return graphErrorResponse(error, context.clock.iso())
      throw error
    })
    if (!isContent) response.headers.set('access-control-allow-origin', '*')
    return response
  })
  return app
}

async function answer(
  context: EmulatorContext<MicrosoftState>,
  c: Context<EmulatorBindings>,
  path: string,
): Promise<Response> {
  const { method } = c.req
  const authorization = c.req.header('authorization')
  if (path === '/me' && method === 'GET')
    return Response.json(profile(requireAccess(context, authorization, 'profile')))
  const account = requireAccess(context, authorization, method === 'GET' ? 'read' : 'write')
  if (path === '/me/drive' || path === `/drives/${encodeURIComponent(account.drive_id)}`) {
    if (method !== 'GET') throw new GraphError(405, 'notAllowed', 'Method not allowed')
    return Response.json(drive(context.store.state, account))
  }
  const address = readItemAddress(path)
  if (!address) throw invalidRequest(`Resource not found for '${path}'`, 'invalidPath')
  const asked = `${method} ${address.action ?? 'item'}`
  if (asked === 'POST createUploadSession') {
    return createUploadSession(context, { account, address, body: await readJson(c) })
  }
  if (NOT_EMULATED.has(asked)) throw new GraphError(501, 'notSupported', `The emulator does not offer ${asked}`)
  return answerItem(context, c, { account, address, asked })
}

type Asked = { account: Account; address: ItemAddress; asked: string }

async function answerItem(
  context: EmulatorContext<MicrosoftState>,
  c: Context<EmulatorBindings>,
  { account, address, asked }: Asked,
) {
  const { origin, store } = context
  const url = new URL(c.req.url)
  const item = findItem(store.state, account, address)
  switch (asked) {
    case 'GET item': {
      const body = driveItem(context, item, readGraphQuery(url))
      return Response.json({ '@odata.context': `${origin()}${PREFIX}/$metadata#drive/items/$entity`, ...body })
    }
    case 'PUT item':
      return recoverUpload(context, item, await readJson(c))
    case 'DELETE item':
      return deleteItem(context, item, c.req.header('if-match'))
    case 'GET children':
      return listChildren(context, item, url)
    case 'POST children':
      return createFolder(context, item, await readJson(c))
    case 'POST createLink':
      return createLink(context, { account, item, body: await readJson(c) })
    case 'GET thumbnails': {
      const { select } = readGraphQuery(url)
      return Response.json({ value: thumbnailSets(context, item, select) })
    }
    case 'GET content':
      if (item.is_folder) throw invalidRequest('Folders have no content')
      return new Response(null, {
        status: 302,
        headers: { location: downloadAddress(context, item, REDIRECT_LIFETIME_MS) },
      })
    default:
      throw new GraphError(405, 'notAllowed', `Method not allowed: ${asked}`)
  }
}

async function deleteItem(
  { store }: EmulatorContext<MicrosoftState>,
  item: StoredItem,
  ifMatch: string | undefined,
): Promise<Response> {
  if (item.parent_id === null) throw new GraphError(403, 'accessDenied', 'The root folder cannot be deleted')
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== versionTag(item)) {
    throw new GraphError(412, 'resourceModified', 'ETag does not match current item value', 'entityTagDoesNotMatch')
  }
  const contents = removeItem(store.state, item)
  store.state.permissions = store.state.permissions.filter(({ item_id }) => store.state.items[item_id] !== undefined)
  await store.save()
  await Promise.all(contents.map((contentId) => removeContent(store.filesFolder, contentId)))
  return new Response(null, { status: 204 })
}

async function readJson(c: Context<EmulatorBindings>): Promise<unknown> {
  const text = await c.req.text()
  if (text === '') return undefined
  if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
    throw new GraphError(415, 'invalidRequest', 'Content-Type must be application/json')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('Unable to read JSON request payload')
  }
}

function profile({ id, display_name, mail }: Account) {
  return {
    id,
    displayName: display_name,
    givenName: display_name.split(' ')[0],
    mail,
    userPrincipalName: mail,
    preferredLanguage: 'en-US',
  }
}

function drive(state: MicrosoftState, { drive_id, type, display_name, id, quota_total_bytes }: Account) {
  const used = usedBytes(state, drive_id)
  const remaining = Math.max(0, quota_total_bytes - used)
  const share = quota_total_bytes === 0 ? 1 : used / quota_total_bytes
  const quotaState = remaining === 0 ? 'exceeded' : share > 0.99 ? 'critical' : share > 0.9 ? 'nearing' : 'normal'
  return {
    id: drive_id,
    name: 'OneDrive',
    driveType: type,
    owner: { user: { displayName: display_name, id } },
    quota: { deleted: 0, remaining, state: quotaState, total: quota_total_bytes, used },
  }
}
