import type { Config } from '@netlify/functions'
import { ebayNoticesContract } from '#core/listings/ebay-notices.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { webhook } from '../src/http/webhook.ts'
import { answerChallenge, isSignedByEbay, receiveAccountDeletion } from '../src/listings/ebay-notices.ts'

export default oneAddress(
  endpoint(ebayNoticesContract.challenge, ({ query }) => answerChallenge(query.challenge_code)),
  webhook(ebayNoticesContract.accountDeleted, {
    signatureHeader: 'x-ebay-signature',
    isSigned: isSignedByEbay,
    receive: receiveAccountDeletion,
  }),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/webhooks/ebay', method: ['GET', 'POST'] }
