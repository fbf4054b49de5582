import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { escapeHtml } from '../frame/escape-html.ts'
import { GraphError, invalidRequest } from './graph-error.ts'
import { type Account, type MicrosoftState, newSecret, type StoredItem, type StoredPermission } from './state.ts'

const LinkRequest = z.strictObject({
  type: z.enum(['view', 'edit', 'embed']),
  scope: z.enum(['anonymous', 'organization', 'users']).optional(),
  password: z.string().min(1).optional(),
  expirationDateTime: z.iso.datetime({ offset: true }).optional(),
  retainInheritedPermissions: z.boolean().optional(),
  message: z.string().optional(),
})

/** `createLink`: a new permission with 201, or the existing one with 200. */
export async function createLink(
  { origin, store }: EmulatorContext<MicrosoftState>,
  { account, item, body }: { account: Account; item: StoredItem; body: unknown },
): Promise<Response> {
  const input = LinkRequest.safeParse(body)
  if (!input.success) throw invalidRequest(z.prettifyError(input.error))
  const isPersonal = account.type === 'personal'
  const { type, scope = isPersonal ? 'anonymous' : 'organization', password, expirationDateTime } = input.data
  if (type === 'embed' && !isPersonal)
    throw new GraphError(400, 'notSupported', 'Embed links exist for personal accounts only')
  if (password !== undefined && !isPersonal)
    throw new GraphError(400, 'notSupported', 'Passwords exist for personal accounts only')
  if (scope === 'organization' && isPersonal) throw invalidRequest('A personal account has no organization')
  if (scope === 'anonymous' && !account.anonymous_links) {
    throw new GraphError(403, 'accessDenied', 'Sharing has been disabled by the administrator', 'accessRestricted')
  }
  const same = (one: StoredPermission) => one.item_id === item.id && one.type === type && one.scope === scope
  const known = store.state.permissions.find(same)
  if (known) return Response.json(permissionJson(known, origin()), { status: 200 })
  const permission: StoredPermission = {
    id: newSecret(12),
    item_id: item.id,
    type,
    scope,
    share_id: `s!${newSecret(12)}`,
    has_password: password !== undefined,
    expires_at: expirationDateTime ?? null,
  }
  store.state.permissions.push(permission)
  await store.save()
  return Response.json(permissionJson(permission, origin()), { status: 201 })
}

/** The page of a shared link: a page about the file, never the file. */
export function sharedPageRoutes({ store }: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.get('/share/:id', (c) => {
    const permission = store.state.permissions.find(({ share_id }) => share_id === c.req.param('id'))
    const item = permission && store.state.items[permission.item_id]
    if (!item) return c.html('<!doctype html><title>Not found</title><p>This item might not exist any more.</p>', 404)
    return c.html(
      `<!doctype html><title>${escapeHtml(item.name)}</title><h1>${escapeHtml(item.name)}</h1><p>Emulated OneDrive page.</p>`,
    )
  })
  return app
}

function permissionJson({ id, type, scope, share_id, has_password, expires_at }: StoredPermission, origin: string) {
  const webUrl = `${origin}/share/${share_id}`
  return {
    id,
    roles: [type === 'edit' ? 'write' : 'read'],
    shareId: share_id,
    hasPassword: has_password,
    ...(expires_at !== null && { expirationDateTime: expires_at }),
    link: { type, scope, webUrl, ...(type === 'embed' && { webHtml: `<iframe src="${webUrl}"></iframe>` }) },
  }
}
