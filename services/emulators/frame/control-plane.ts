import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { ControllableClock } from './clock.ts'
import { FaultRule, type Faults } from './faults.ts'
import { GateRule, type Gates } from './gates.ts'
import type { Recorder } from './recorder.ts'

type Options<Seed> = {
  name: string
  clock: ControllableClock
  faults: Faults
  gates: Gates
  recorder: Recorder
  seedSchema: z.ZodType<Seed>
  /** Receives input that the schema accepted. */
  seed(input: Seed): Promise<void>
  actions: { name: string; run(input: unknown): Promise<object> }[]
  reset(): Promise<void>
  save(): Promise<void>
}

const ClockChange = z.strictObject({ advance_ms: z.int().min(0) })
const LOOPBACK_NAMES = new Set(['127.0.0.1', '[::1]', 'localhost'])
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** `/_emulator/…`: how a test prepares, watches and breaks an emulator. Answers this machine only. */
export function createControlPlane<Seed>(options: Options<Seed>) {
  const { name, clock, faults, gates, recorder, seedSchema, seed, actions, reset, save } = options
  const app = new Hono<{ Bindings: HttpBindings }>().basePath('/_emulator')

  app.use(async (c, next) => {
    if (!LOOPBACK.has(c.env.incoming.socket.remoteAddress ?? '')) {
      return c.json({ error: 'The control plane answers this machine only' }, 403)
    }
    // A foreign host name that resolves to loopback would let its pages read the recordings.
    if (!LOOPBACK_NAMES.has(new URL(c.req.url).hostname)) return c.json({ error: 'Ask by a loopback address' }, 403)
    // A page on the web can reach loopback too, but it cannot send this content type without a preflight, which the
    // emulator never answers.
    const hasBody =
      c.env.incoming.headers['content-length'] !== undefined && c.env.incoming.headers['content-length'] !== '0'
    if (c.req.method !== 'GET' && (c.req.header('origin') || (hasBody && !isJson(c)))) {
      return c.json({ error: 'Send application/json, and not from a web page' }, 403)
    }
    await next()
  })

  app.get('/', (c) => c.json({ name, now: clock.iso() }))

  app.post('/reset', async (c) => {
    gates.clear()
    faults.clear()
    recorder.clear()
    clock.reset()
    await reset()
    return c.body(null, 204)
  })

  app.put('/seed', async (c) => {
    const input = seedSchema.safeParse(await jsonBody(c))
    if (!input.success) return c.json(refusal(input.error), 400)
    await seed(input.data)
    return c.body(null, 204)
  })

  app.get('/requests', (c) => {
    const since = z.coerce
      .number()
      .int()
      .min(0)
      .safeParse(c.req.query('since') ?? 0)
    if (!since.success) return c.json(refusal(since.error), 400)
    return c.json({ requests: recorder.since(since.data) })
  })

  app.post('/faults', async (c) => {
    const rule = FaultRule.safeParse(await jsonBody(c))
    if (!rule.success) return c.json(refusal(rule.error), 400)
    faults.add(rule.data)
    return c.json({ faults: faults.list() }, 201)
  })
  app.get('/faults', (c) => c.json({ faults: faults.list() }))
  app.delete('/faults', (c) => {
    faults.clear()
    return c.body(null, 204)
  })

  app.post('/gates', async (c) => {
    const rule = GateRule.safeParse(await jsonBody(c))
    if (!rule.success) return c.json(refusal(rule.error), 400)
    return c.json({ id: gates.add(rule.data) }, 201)
  })
  app.get('/gates', (c) => c.json({ gates: gates.list() }))
  app.delete('/gates', (c) => {
    gates.clear()
    return c.body(null, 204)
  })
  app.get('/gates/:id/reached', async (c) => {
    const count = z.coerce
      .number()
      .int()
      .min(1)
      .safeParse(c.req.query('count') ?? 1)
    if (!count.success) return c.json(refusal(count.error), 400)
    const gone = new AbortController()
    c.env.outgoing.once('close', () => gone.abort())
    const isReached = await gates.reached(c.req.param('id'), count.data, gone.signal)
    return isReached ? c.json({ gates: gates.list() }) : c.json({ error: 'This gate is open' }, 409)
  })
  app.post('/gates/:id/open', (c) =>
    gates.open(c.req.param('id')) ? c.body(null, 204) : c.json({ error: 'This gate is open' }, 409),
  )

  app.post('/clock', async (c) => {
    const change = ClockChange.safeParse(await jsonBody(c))
    if (!change.success) return c.json(refusal(change.error), 400)
    clock.advance(change.data.advance_ms)
    await save()
    return c.json({ now: clock.iso() })
  })

  for (const action of actions) {
    app.post(`/${action.name}`, async (c) => {
      try {
        return c.json(await action.run(await jsonBody(c)))
      } catch (error) {
        if (error instanceof z.ZodError) return c.json(refusal(error), 400)
        throw error
      }
    })
  }

  app.notFound((c) => c.json({ error: `No such control: ${c.req.method} ${c.req.path}` }, 404))
  return app
}

function isJson(c: Context): boolean {
  return (c.req.header('content-type') ?? '').startsWith('application/json')
}

async function jsonBody(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined)
}

function refusal(error: z.ZodError) {
  return { error: 'Not accepted', issues: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
