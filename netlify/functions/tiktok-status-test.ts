import type { Config } from '@netlify/functions'
import { tiktokContract } from '#core/connections/social.ts'
import { tiktokConnection } from '../src/connections/tiktok.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(tiktokContract.test, ({ ctx }) => tiktokConnection.test(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/tiktok-status/test', method: 'POST' }
