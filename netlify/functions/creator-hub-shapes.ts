import type { Config } from '@netlify/functions'
import { creatorHubContract } from '#core/creator-hub/contract.ts'
import { noteShape } from '../src/creator-hub/note-shape.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(creatorHubContract.noteShape, ({ body }) => noteShape(body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/creator-hub-shapes', method: 'POST' }
