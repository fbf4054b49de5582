import type { Config } from '@netlify/functions'
import { creatorHubContract } from '#core/creator-hub/contract.ts'
import { getSelectors } from '../src/creator-hub/get-selectors.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(creatorHubContract.selectors, () => getSelectors())

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/creator-hub-selectors', method: 'GET' }
