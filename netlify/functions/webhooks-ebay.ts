import type { Config } from '@netlify/functions'
import { ebayContract } from '#core/connections/ebay.ts'
import { answerChallenge, isSignedByEbay, receiveAccountDeletion } from '../src/connections/ebay-notices.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { webhook } from '../src/http/webhook.ts'

export default oneAddress(
  endpoint(ebayContract.challenge, ({ query }) => answerChallenge(query.challenge_code)),
  webhook(ebayContract.accountDeleted, {
    signatureHeader: 'x-ebay-signature',
    isSigned: isSignedByEbay,
    receive: receiveAccountDeletion,
  }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/webhooks/ebay', method: ['GET', 'POST'] }
