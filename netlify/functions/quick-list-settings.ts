import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/quick-list/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getQuickListSetup, updateQuickListSettings } from '../src/quick-list/quick-list-settings.ts'

export default oneAddress(
  endpoint(quickListContract.settings, ({ ctx }) => getQuickListSetup(ctx)),
  endpoint(quickListContract.updateSettings, ({ ctx, body }) => updateQuickListSettings(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list-settings', method: ['GET', 'PATCH'] }
