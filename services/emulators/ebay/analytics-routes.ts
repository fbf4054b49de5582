import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { type CountedApi, dayRate } from './limits.ts'
import { scopes } from './oauth/scopes.ts'
import { sellerCall } from './rest-call.ts'
import type { EbayState } from './state.ts'

const APIS: { api: CountedApi; apiContext: string; apiName: string; apiVersion: string; resources: string[] }[] = [
  { api: 'inventory', apiContext: 'sell', apiName: 'inventory', apiVersion: 'v1', resources: ['sell.inventory'] },
  {
    api: 'trading',
    apiContext: 'TradingAPI',
    apiName: 'TradingAPI',
    apiVersion: '1451',
    resources: ['GetMyeBaySelling', 'GetItem', 'ReviseInventoryStatus'],
  },
]

/** How many calls the seller has left today; 204 when nothing is counted of what was asked for. */
export function analyticsRoutes(context: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const { clock, store } = context
  const app = new Hono<EmulatorBindings>()
  app.get(
    '/api/developer/analytics/v1_beta/user_rate_limit/',
    sellerCall(
      context,
      [scopes.inventory, scopes.inventoryReadonly, scopes.marketing, scopes.marketingReadonly],
      (c, sellerId) => {
        const wanted = { context: c.req.query('api_context'), name: c.req.query('api_name') }
        const rateLimits = APIS.filter(
          ({ apiContext, apiName }) =>
            (wanted.context === undefined || wanted.context.toLowerCase() === apiContext.toLowerCase()) &&
            (wanted.name === undefined || wanted.name.toLowerCase() === apiName.toLowerCase()),
        ).map(({ api, resources, ...names }) => {
          const rate = dayRate(store.state.limits, api, sellerId, clock.now())
          const shown = { ...rate, remaining: store.state.shown_remaining ?? rate.remaining }
          return { ...names, resources: resources.map((name) => ({ name, rates: [shown] })) }
        })
        return rateLimits.length === 0 ? c.body(null, 204) : c.json({ rateLimits })
      },
    ),
  )
  return app
}
