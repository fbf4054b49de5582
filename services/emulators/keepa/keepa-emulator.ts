import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { type Catalog, createCatalogSource } from './catalog/catalog.ts'
import { drawImage, parseImageName } from './catalog/images.ts'
import { answerCategory } from './category-route.ts'
import { answerProduct } from './product-route.ts'
import { answerQuery } from './query-route.ts'
import { KeepaRefusal, keepaResponse } from './respond.ts'
import { answerSearch } from './search-route.ts'
import { accountOf, applyKeepaSeed, initialKeepaState, KeepaSeed, type KeepaState } from './state.ts'
import { refill } from './token-bucket.ts'

export type KeepaRequest = {
  query: URLSearchParams
  body: string | undefined
  catalog: Catalog
  nowMs: number
  state: KeepaState
}
export type KeepaAnswer = { tokensConsumed: number; fields: object }

type Path = { methods: readonly string[]; answer(request: KeepaRequest): KeepaAnswer; isFree?: boolean }

const PATHS: Record<string, Path> = {
  '/product': { methods: ['GET'], answer: answerProduct },
  '/search': { methods: ['GET'], answer: answerSearch },
  '/query': { methods: ['GET', 'POST'], answer: answerQuery },
  '/category': { methods: ['GET'], answer: answerCategory },
  '/token': { methods: ['GET'], answer: () => ({ tokensConsumed: 0, fields: {} }), isFree: true },
}

/** Keepa's product data for eleven Amazon marketplaces, with its token account. */
export const keepaEmulator: EmulatorDefinition<KeepaState, KeepaSeed> = {
  name: 'keepa',
  stateVersion: 2,
  initialState: initialKeepaState,
  seedSchema: KeepaSeed,
  secretFields: ['key'],
  seed: (seed, { store, clock }) => applyKeepaSeed(store.state, seed, clock.now()),
  routes: keepaRoutes,
  env: (origin) => ({
    KEEPA_BASE_URL: origin,
    KEEPA_API_KEY: createHash('sha256').update('keepa emulator').digest('hex'),
    KEEPA_IMAGE_BASE_URL: `${origin}/images/I`,
  }),
}

function keepaRoutes(context: EmulatorContext<KeepaState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  const catalog = createCatalogSource(() => context.store.state)
  app.get('/images/I/:name', (c) => {
    const { name, edgePx } = parseImageName(c.req.param('name'))
    const look = catalog().imageLook(name)
    if (!look) return c.text('Not Found', 404)
    return c.body(new Uint8Array(drawImage(look, edgePx)), 200, {
      'content-type': 'image/png',
      'cache-control': 'max-age=630720000,public',
      'access-control-allow-origin': '*',
    })
  })
  app.all('*', (c) => answer(c, context, catalog))
  return app
}

async function answer(
  c: Context<EmulatorBindings>,
  { clock, store }: EmulatorContext<KeepaState>,
  catalog: () => Catalog,
): Promise<Response> {
  const startedAtMs = Date.now()
  const nowMs = clock.now()
  const url = new URL(c.req.url)
  const key = url.searchParams.get('key') ?? ''
  const refuse = ({ status, type, message, details }: KeepaRefusal, account?: KeepaState['accounts'][string]) =>
    keepaResponse({ error: { type, message, details } }, status, { startedAtMs, nowMs, account })

  const path = PATHS[url.pathname]
  if (!path) return refuse(new KeepaRefusal(404, 'notFound', `No such request: ${url.pathname}`))
  if (!path.methods.includes(c.req.method))
    return refuse(new KeepaRefusal(405, 'methodNotAllowed', 'Method not allowed'))
  if (!/^[a-z0-9]{64}$/.test(key) || store.state.rejected_keys.includes(key)) {
    return refuse(new KeepaRefusal(402, 'paymentRequired', 'API key invalid or subscription ended'))
  }
  const account = accountOf(store.state, key, nowMs)
  refill(account, nowMs)
  if (!path.isFree && account.left <= 0) {
    return refuse(new KeepaRefusal(429, 'NOT_ENOUGH_TOKEN', 'Not enough tokens'), account)
  }
  try {
    const body = c.req.method === 'POST' ? await c.req.text() : undefined
    const { fields, tokensConsumed } = path.answer({
      query: url.searchParams,
      body,
      catalog: catalog(),
      nowMs,
      state: store.state,
    })
    account.left -= tokensConsumed
    const isCut = store.state.cut_answers > 0
    if (isCut) store.state.cut_answers -= 1
    await store.save()
    return keepaResponse(fields, 200, { startedAtMs, nowMs, account, tokensConsumed, isCut })
  } catch (error) {
    if (error instanceof KeepaRefusal) return refuse(error, account)
    throw error
  }
}
