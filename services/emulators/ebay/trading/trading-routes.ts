import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { isSiteId } from '../accounts.ts'
import { isStaleRead } from '../faults.ts'
import { countDay, countShort } from '../limits.ts'
import { scopes } from '../oauth/scopes.ts'
import { findAnyListing } from '../shop.ts'
import type { EbayState } from '../state.ts'
import { activeListXml } from './get-my-ebay-selling.ts'
import { itemXml } from './item-xml.ts'
import { reviseInventoryStatus } from './revise-inventory-status.ts'
import { type Ack, refuseTrading, type TradingProblem, TradingRefusal, tradingXml } from './trading-answer.ts'
import { readTradingRequest, textOf, type XmlNode } from './trading-request.ts'

const LEVELS = { oldest: 967, newest: 1451 }

type Result = { ack: Ack; problems?: TradingProblem[]; content: string }
type Context = EmulatorContext<EbayState>
type Call = { sellerId: string; request: XmlNode; raw: Request }

/** `POST /api/ws/api.dll`: XML in, XML out, 200 whatever happened. */
export function tradingRoutes(context: Context): Hono<EmulatorBindings> {
  const { clock, store } = context
  const app = new Hono<EmulatorBindings>()
  app.post('/api/ws/api.dll', async (c) => {
    const call = c.req.header('x-ebay-api-call-name') ?? ''
    let messageId: string | undefined
    let result: Result
    try {
      const work = CALLS.get(call)
      if (!work) throw refuseTrading('2', `Unsupported verb "${call}": the emulator has not got that call.`)
      checkHeaders(c.req.raw.headers)
      const sellerId = tradingSeller(store.state, c.req.header('x-ebay-api-iaf-token'), clock.now())
      checkLimits(store.state, call, sellerId, clock.now())
      const request = readTradingRequest(await c.req.text(), call)
      messageId = textOf(request, 'MessageID')
      result = work({ sellerId, request, raw: c.req.raw }, context)
      if (work === reviseStatus) await store.save()
    } catch (error) {
      if (!(error instanceof TradingRefusal)) throw error
      result = { ack: 'Failure', problems: [error.problem], content: '' }
    }
    const body = tradingXml({ call, ...result, messageId, at: clock.iso() })
    return c.body(body, 200, { 'content-type': 'text/xml' })
  })
  return app
}

function listSelling({ sellerId, request, raw }: Call, { clock, store }: Context): Result {
  return { ack: 'Success', content: activeListXml(store.state, sellerId, request, clock.now(), isStaleRead(raw)) }
}

/** Anybody's listing: what buyers see is no secret. */
function showItem({ request, raw }: Call, { clock, store }: Context): Result {
  const itemId = textOf(request, 'ItemID') ?? ''
  const listing = findAnyListing(store.state, itemId)
  if (!listing)
    throw refuseTrading('17', 'Item cannot be accessed: it has been deleted, or its number is wrong.', [itemId])
  const seller = store.state.sellers.find(({ user_id }) => user_id === listing.seller_id)
  return { ack: 'Success', content: itemXml(listing, seller?.username ?? '', clock.now(), isStaleRead(raw)) }
}

const reviseStatus = ({ sellerId, request }: Call, { clock, store }: Context): Result =>
  reviseInventoryStatus({ state: store.state, clock }, sellerId, request)

const CALLS = new Map<string, (call: Call, context: Context) => Result>([
  ['GetMyeBaySelling', listSelling],
  ['GetItem', showItem],
  ['ReviseInventoryStatus', reviseStatus],
])

function checkHeaders(headers: Headers): void {
  if (!/^text\/xml\b/.test(headers.get('content-type') ?? ''))
    throw refuseTrading('5', 'XML Parse error.', ['Content-Type must be text/xml.'])
  const level = headers.get('x-ebay-api-compatibility-level') ?? ''
  if (!/^\d{3,4}$/.test(level) || Number(level) < LEVELS.oldest || Number(level) > LEVELS.newest)
    throw refuseTrading('21', 'The X-EBAY-API-COMPATIBILITY-LEVEL header is missing or not supported.', [level])
  const site = headers.get('x-ebay-api-siteid') ?? ''
  if (!isSiteId(site)) throw refuseTrading('10012', 'The X-EBAY-API-SITEID header is missing or invalid.', [site])
}

/** The seller of the token. Throws 930, 931, 932, 21916984 or 21917053. */
function tradingSeller(state: EbayState, token: string | undefined, nowMs: number): string {
  if (!token) throw refuseTrading('930', 'No eBay authentication token was given.')
  const grant = state.access_tokens[token]
  if (!grant) throw refuseTrading('21916984', 'Invalid IAF token.')
  if (grant.is_revoked) throw refuseTrading('932', 'Auth token is hard expired.')
  if (grant.expires_at <= nowMs) throw refuseTrading('21917053', 'IAF token supplied is expired.')
  if (grant.seller_id === null || !grant.scope.includes(scopes.base))
    throw refuseTrading('931', 'Auth token is invalid.')
  return grant.seller_id
}

function checkLimits({ limits }: EbayState, call: string, sellerId: string, nowMs: number): void {
  if (!countShort(limits, call, sellerId, nowMs) || !countDay(limits, 'trading', sellerId, nowMs))
    throw new TradingRefusal({
      code: '518',
      short: 'Call usage limit has been reached.',
      long: 'Your application has exceeded its usage limit on this call. Wait until the limit is reset.',
    })
}
