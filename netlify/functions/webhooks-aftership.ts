import type { Config } from '@netlify/functions'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { webhook } from '../src/http/webhook.ts'
import { receiveTracking } from '../src/products/shipments/receive-tracking.ts'

export default webhook(shipmentsContract.webhook, {
  secret: 'AFTERSHIP_WEBHOOK_SECRET',
  signatureHeader: 'aftership-hmac-sha256',
  receive: receiveTracking,
})

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/webhooks/aftership', method: 'POST' }
