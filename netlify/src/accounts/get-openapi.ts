import { allContracts } from '#core/contracts.ts'
import { toOpenApi } from '#core/http/openapi.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { readEnv } from '../env.ts'

/** The API as an OpenAPI 3.1 document, made from the contracts. */
export async function getOpenApi() {
  return toOpenApi(allContracts, { version: packageJson.version, serverUrl: readEnv().SITE_URL })
}
