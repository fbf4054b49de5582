import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { type Catalog, createCatalogSource } from '../keepa/catalog/catalog.ts'
import { drawImage, parseImageName } from '../keepa/catalog/images.ts'
import { REGION_OF_VERSION, SHOPS } from './marketplaces.ts'
import {
  type Call,
  GetItems,
  GetReport,
  GetVariations,
  getItems,
  getVariations,
  ListReports,
  readBody,
  SearchItems,
  searchItems,
} from './operations.ts'
import { CreatorsRefusal, denied, invalid, notFound, throttled } from './refusals.ts'
import { applyCreatorsSeed, CreatorsSeed, type CreatorsState, initialCreatorsState, tagOf } from './state.ts'
import { credentialOf, issueToken } from './tokens.ts'

/** Amazon's Creators API: product data and reports for associates, with the catalog of the emulated Keepa. */
export const amazonCreatorsEmulator: EmulatorDefinition<CreatorsState, CreatorsSeed> = {
  name: 'amazon_creators',
  stateVersion: 1,
  initialState: initialCreatorsState,
  seedSchema: CreatorsSeed,
  secretFields: ['client_secret', 'access_token'],
  seed: (seed, { store }) => applyCreatorsSeed(store.state, seed),
  routes: creatorsRoutes,
  env: (origin) => ({
    AMAZON_CREATORS_BASE_URL: origin,
    AMAZON_CREATORS_TOKEN_URL: `${origin}/oauth2/token`,
    AMAZON_CREATORS_CREDENTIALS: initialCreatorsState()
      .credentials.map(({ version, id, secret }) => `${version}:${id}:${secret}`)
      .join(','),
    AMAZON_CREATORS_PARTNER_TAGS: TAGGED.map(([code, host]) => `${code}=${tagOf(host)}`).join(','),
  }),
}

/** The marketplaces in which the emulated account is an associate, as our environment names them. */
const TAGGED = [
  ['US', 'www.amazon.com'],
  ['CA', 'www.amazon.ca'],
  ['MX', 'www.amazon.com.mx'],
  ['UK', 'www.amazon.co.uk'],
  ['DE', 'www.amazon.de'],
  ['FR', 'www.amazon.fr'],
  ['ES', 'www.amazon.es'],
  ['IT', 'www.amazon.it'],
  ['JP', 'www.amazon.co.jp'],
  ['AU', 'www.amazon.com.au'],
] as const

const REPORT_LINK_SECONDS = 300

function creatorsRoutes(context: EmulatorContext<CreatorsState>): Hono<EmulatorBindings> {
  const { store, clock } = context
  const app = new Hono<EmulatorBindings>()
  const catalog = createCatalogSource(() => store.state)

  for (const [path, generation] of [
    ['/oauth2/token', '2'],
    ['/auth/o2/token', '3'],
  ] as const) {
    app.post(path, async (c) => {
      const isForm = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')
      if (!isForm) return c.json({ error: 'invalid_request' }, 400)
      const form = new URLSearchParams(await c.req.text())
      const { status, body } = issueToken(store.state, { form, generation, nowMs: clock.now() })
      await store.save()
      return Response.json(body, { status })
    })
  }

  const operation = (path: string, run: (call: Call, body: string) => object) =>
    app.post(path, (c) => answer(c, context, catalog, run))
  operation('/catalog/v1/getItems', (call, body) => getItems(call, tagged(call, readBody(GetItems, body))))
  operation('/catalog/v1/searchItems', (call, body) => searchItems(call, tagged(call, readBody(SearchItems, body))))
  operation('/catalog/v1/getVariations', (call, body) =>
    getVariations(call, tagged(call, readBody(GetVariations, body))),
  )
  operation('/reports/v1/listReports', (call, body) => {
    tagged(call, readBody(ListReports, body))
    return {
      reports: call.state.reports.map(({ filename, content, last_modified }) => ({
        filename,
        md5: createHash('md5').update(content).digest('hex'),
        size: Buffer.byteLength(content),
        lastModified: last_modified,
      })),
    }
  })
  operation('/reports/v1/getReport', (call, body) => {
    const { filename } = tagged(call, readBody(GetReport, body))
    if (!call.state.reports.some((report) => report.filename === filename)) throw notFound('No such report.', 'Report')
    const until = clock.now() + REPORT_LINK_SECONDS * 1000
    return { url: `${context.origin()}/report-files/${filename}?until=${until}&signature=${sign(filename, until)}` }
  })

  app.get('/report-files/:name', (c) => {
    const { name } = c.req.param()
    const until = Number(c.req.query('until'))
    const report = store.state.reports.find(({ filename }) => filename === name)
    if (!report || c.req.query('signature') !== sign(name, until) || clock.now() > until)
      return c.text('Forbidden', 403)
    return c.text(report.content)
  })
  app.get('/images/I/:name', (c) => {
    const { name, edgePx } = parseImageName(c.req.param('name'))
    const look = catalog().imageLook(name)
    if (!look) return c.text('Not Found', 404)
    return c.body(new Uint8Array(drawImage(look, edgePx)), 200, {
      'content-type': 'image/png',
      'access-control-allow-origin': '*',
    })
  })
  app.all('*', () => refuse(invalid('UnknownOperation', 'The operation is not known.')))
  return app
}

async function answer(
  c: Context<EmulatorBindings>,
  { store, clock, origin }: EmulatorContext<CreatorsState>,
  catalog: () => Catalog,
  run: (call: Call, body: string) => object,
): Promise<Response> {
  const { state } = store
  try {
    const nowMs = clock.now()
    const credential = credentialOf(state, c.req.header('authorization'), nowMs)
    const last = state.called_at[credential.id]
    if (last !== undefined && nowMs - last < state.pace_ms) throw throttled()
    state.called_at[credential.id] = nowMs
    const host = c.req.header('x-marketplace') ?? ''
    const shop = SHOPS[host]
    if (!shop) throw invalid('FieldValidationFailed', 'The x-marketplace header is missing or unknown.')
    if (shop.region !== REGION_OF_VERSION[credential.version.slice(1)]) {
      throw invalid('InvalidAssociate', 'The credential is not valid for this marketplace.')
    }
    if (!(c.req.header('content-type') ?? '').startsWith('application/json')) {
      throw invalid('CannotParse', 'The content type is not JSON.')
    }
    const call = { state, host, catalogId: shop.catalog, catalog: catalog(), origin: origin() }
    return Response.json(run(call, await c.req.text()))
  } catch (error) {
    if (error instanceof CreatorsRefusal) return refuse(error)
    throw error
  } finally {
    await store.save()
  }
}

/** After the shape of the request, Amazon looks at who asks: the tag, the rights, the sales. */
function tagged<T extends { partnerTag: string }>({ state, host }: Call, body: T): T {
  if (body.partnerTag !== state.partner_tags[host]) {
    throw invalid('InvalidPartnerTag', 'The partner tag is not mapped to an account of this marketplace.')
  }
  if (state.not_authorized.includes(host)) throw denied('AuthorizationFailed', 'The credential has no access.')
  if (state.not_eligible.includes(host)) {
    throw denied('AssociateNotEligible', 'The associate has no qualified sales in the last 30 days.')
  }
  return body
}

const refuse = (refusal: CreatorsRefusal) => Response.json(refusal.body, { status: refusal.status })
const sign = (name: string, until: number) =>
  createHash('sha256').update(`creators report ${name} ${until}`).digest('hex').slice(0, 32)
