import type { Config } from '@netlify/functions'
import { answerPreflight } from '../src/http/cors.ts'

export default (request: Request) => answerPreflight(request)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/*', method: 'OPTIONS' }
