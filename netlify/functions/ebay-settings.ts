import type { Config } from '@netlify/functions'
import { ebaySettingsContract } from '#core/prices/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getEbaySettings, updateEbaySettings } from '../src/prices/ebay-settings.repo.ts'

export default oneAddress(
  endpoint(ebaySettingsContract.get, ({ ctx }) => getEbaySettings(ctx.db)),
  endpoint(ebaySettingsContract.update, ({ ctx, body }) => updateEbaySettings(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/ebay-settings', method: ['GET', 'PATCH'] }
