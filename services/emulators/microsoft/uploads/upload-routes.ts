import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { contentFile, removeContent } from '../content.ts'
import { GraphError, graphErrorResponse, invalidRequest, sessionNotFound } from '../graph-error.ts'
import type { MicrosoftState, UploadSession } from '../state.ts'
import { commitUpload } from './commit-upload.ts'
import { prolong, sessionJson } from './create-upload-session.ts'
import { readFragment, storeFragment } from './receive-fragment.ts'

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Content-Range, Retry-After' }
/** No authorization on purpose: the URL itself is the permission. */
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, PUT, POST, DELETE',
  'access-control-allow-headers': 'Content-Range, Content-Type, Content-Length',
  'access-control-max-age': '600',
}

/** `/upload/{token}`: receives the bytes of an upload session; callable from any web page. */
export function uploadRoutes(context: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const { clock, store } = context
  const app = new Hono<EmulatorBindings>()
  const inTurn = createTurns()

  const session = (c: Context<EmulatorBindings>): { token: string; session: UploadSession } => {
    if (c.req.header('authorization')) {
      throw new GraphError(401, 'unauthenticated', 'An upload address takes no Authorization header')
    }
    const token = c.req.param('token') ?? ''
    const found = store.state.sessions[token]
    if (!found || found.expires_at <= clock.now()) throw sessionNotFound()
    return { token, session: found }
  }

  app.onError((error) => {
    if (!(error instanceof GraphError)) throw error
    return withCors(graphErrorResponse(error, clock.iso()))
  })
  app.options('/upload/:token', (c) => c.body(null, 204, PREFLIGHT))

  app.get('/upload/:token', (c) => c.json(sessionJson(session(c).session), 200, CORS))

  app.delete('/upload/:token', async (c) => {
    const { token } = session(c)
    delete store.state.sessions[token]
    await store.save()
    await removeContent(store.filesFolder, token)
    return c.body(null, 204, CORS)
  })

  app.put('/upload/:token', (c) =>
    inTurn(c.req.param('token'), async () => {
      const { token, session: open } = session(c)
      const fragment = readFragment(c.env.incoming, open)
      await storeFragment(c.env.incoming, contentFile(store.filesFolder, token), fragment)
      open.total = fragment.total
      open.received = fragment.end + 1
      prolong(open, clock.now())
      await store.save()
      const isLast = open.received === open.total
      if (!isLast || open.defer_commit) return c.json(sessionJson(open), 202, CORS)
      const { parent_id: parentId, name, behavior } = open
      return withCors(await commitUpload(context, { token, session: open, parentId, name, behavior }))
    }),
  )

  // How business drives end an upload whose commit was deferred.
  app.post('/upload/:token', (c) =>
    inTurn(c.req.param('token'), async () => {
      const { token, session: open } = session(c)
      const account = store.state.accounts.find(({ drive_id }) => drive_id === open.drive_id)
      if (account?.type === 'personal')
        throw new GraphError(400, 'notSupported', 'Personal drives are committed by PUT with a sourceUrl')
      if (c.req.header('content-length') !== '0') throw invalidRequest('Content-Length must be 0')
      const { parent_id: parentId, name, behavior } = open
      return withCors(await commitUpload(context, { token, session: open, parentId, name, behavior }))
    }),
  )
  return app
}

function withCors(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(CORS)) headers.set(name, value)
  return new Response(response.body, { status: response.status, headers })
}

/** Lets one request per session run at a time; the next one sees its result. */
function createTurns() {
  const turns = new Map<string, Promise<unknown>>()
  return async <Result>(key: string, run: () => Promise<Result>): Promise<Result> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(run, run)
    turns.set(key, turn)
    try {
      return await turn
    } finally {
      if (turns.get(key) === turn) turns.delete(key)
    }
  }
}
