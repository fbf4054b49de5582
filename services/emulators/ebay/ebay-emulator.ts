import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorDefinition } from '../frame/create-emulator.ts'
import { accountRoutes } from './account-routes.ts'
import { ebayActions } from './actions/ebay-actions.ts'
import { analyticsRoutes } from './analytics-routes.ts'
import { edgeResponse } from './edge.ts'
import { disturb, isRefusedAfter } from './faults.ts'
import { inventoryRoutes } from './inventory/inventory-routes.ts'
import { notificationRoutes } from './notifications.ts'
import { authorizeRoutes } from './oauth/authorize.ts'
import { identityRoutes } from './oauth/identity-routes.ts'
import { tokenRoutes } from './oauth/token.ts'
import { applyEbaySeed, EbaySeed, initialEbayState } from './seed.ts'
import { endDueListings } from './shop.ts'
import { CLIENT_ID, CLIENT_SECRET, type EbayState, RU_NAME, returnUrls, VERIFICATION_TOKEN } from './state.ts'
import { taxonomyRoutes } from './taxonomy-routes.ts'
import { tradingRoutes } from './trading/trading-routes.ts'

const DEFAULT_SITE = 'http://127.0.0.1:8888'

/** eBay's sign-in, its REST APIs for sellers and Trading. `siteUrl` is where the RuName sends people back to. */
export function ebayEmulator(siteUrl: string = DEFAULT_SITE): EmulatorDefinition<EbayState, EbaySeed> {
  const site = siteUrl.replace(/\/$/, '')
  return {
    name: 'ebay',
    stateVersion: 2,
    initialState: (clock) => initialEbayState(site, clock.now()),
    seedSchema: EbaySeed,
    secretFields: ['client_secret', 'code', 'refresh_token', 'access_token', 'state', 'consent', 'challenge_code'],
    seed: applyEbaySeed,
    actions: ebayActions,
    disturb: (call, request, { store }) => disturb(store.state, call, request),
    routes(context) {
      // Data kept from a run on another port must let people come back to this one.
      Object.assign(context.store.state.app, returnUrls(site))
      const routes = new Hono<EmulatorBindings>()
      routes.use(async (c, next) => {
        endDueListings(context.store.state, context.clock.now())
        await next()
        if (!isRefusedAfter(c.req.raw)) return
        // Without this Hono copies the headers of the API's answer.
        c.res = undefined
        c.res = edgeResponse(c.req.path)
      })
      for (const part of [
        authorizeRoutes,
        tokenRoutes,
        identityRoutes,
        inventoryRoutes,
        tradingRoutes,
        accountRoutes,
        analyticsRoutes,
        taxonomyRoutes,
        notificationRoutes,
      ]) {
        routes.route('/', part(context))
      }
      routes.notFound((c) => {
        const problem = { errorId: 2002, domain: 'ACCESS', category: 'REQUEST', message: 'Resource not found' }
        return c.json({ errors: [problem] }, 404)
      })
      return routes
    },
    env: (origin) => ({
      EBAY_API_BASE_URL: `${origin}/api`,
      EBAY_APIZ_BASE_URL: `${origin}/apiz`,
      EBAY_AUTH_BASE_URL: `${origin}/auth`,
      EBAY_CLIENT_ID: CLIENT_ID,
      EBAY_CLIENT_SECRET: CLIENT_SECRET,
      EBAY_RUNAME: RU_NAME,
      EBAY_ENVIRONMENT: 'sandbox',
      EBAY_VERIFICATION_TOKEN: VERIFICATION_TOKEN,
    }),
  }
}
