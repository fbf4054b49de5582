import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../../frame/create-emulator.ts'
import { sellerCall } from '../rest-call.ts'
import { RestRefusal } from '../rest-error.ts'
import type { EbayState } from '../state.ts'
import { scopes } from './scopes.ts'

/** Who the token's seller is; on the host `apiz`, with a slash at the end. */
export function identityRoutes(context: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.get(
    '/apiz/commerce/identity/v1/user/',
    sellerCall(context, [scopes.identityReadonly], (c, sellerId) => {
      const seller = context.store.state.sellers.find(({ user_id }) => user_id === sellerId)
      if (!seller)
        throw new RestRefusal(404, {
          errorId: 140001,
          domain: 'API_IDENTITY',
          category: 'REQUEST',
          message: 'Not found',
        })
      const { user_id, username, account_type, marketplace_id } = seller
      return c.json({
        userId: user_id,
        username,
        accountType: account_type,
        registrationMarketplaceId: marketplace_id,
        status: 'CONFIRMED',
      })
    }),
  )
  return app
}
