import { allContracts } from '#core/contracts.ts'
import { toOpenApi } from '#core/http/openapi.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { readEnv } from '../env.ts'

const documents = new Map<string, ReturnType<typeof toOpenApi>>()

/** The API as an OpenAPI 3.1 document, made from the contracts: once in a process, because that takes 0.1 s. */
export async function getOpenApi() {
  const serverUrl = readEnv().SITE_URL
  const made = documents.get(serverUrl) ?? toOpenApi(allContracts, { version: packageJson.version, serverUrl })
  documents.set(serverUrl, made)
  return made
}
