import type { Config } from '@netlify/functions'
import { metaWebhookContract } from '#core/social/inbox/webhook.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { webhook } from '../src/http/webhook.ts'
import { answerChallenge, isSignedByMeta, receiveInboxEvents } from '../src/social/inbox/receive-events.ts'

export default oneAddress(
  endpoint(metaWebhookContract.challenge, async ({ query }) =>
    answerChallenge({ token: query['hub.verify_token'], challenge: query['hub.challenge'] }),
  ),
  webhook(metaWebhookContract.receive, {
    signatureHeader: 'x-hub-signature-256',
    isSigned: isSignedByMeta,
    receive: receiveInboxEvents,
  }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/webhooks/meta', method: ['GET', 'POST'] }
