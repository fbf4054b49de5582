/** The part of the API's configuration that the browser needs before sign-in. */
export type BrowserConfig = { supabase_url: string; supabase_anon_key: string; environment: string; version: string }

let loading: Promise<BrowserConfig> | undefined

/**
 * The API's configuration, requested once per document. Parsed manually and not by the contract, because the sign-in
 * pages must not load zod (25 kB). Throws when the API cannot be reached or answers something else; the next call
 * requests it again.
 */
export function loadConfig(): Promise<BrowserConfig> {
  loading ??= fetchConfig().catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

/** Clears the answer, so that each test uses its own API. */
export const forgetConfig = () => {
  loading = undefined
}

async function fetchConfig(): Promise<BrowserConfig> {
  const response = await fetch('/api/config', { signal: AbortSignal.timeout(15_000) })
  if (!response.ok) throw new Error(`The API answered ${response.status} instead of its configuration.`)
  const json: unknown = await response.json()
  if (!isConfig(json)) throw new Error('The API did not answer with its configuration.')
  return json
}

const isConfig = (json: unknown): json is BrowserConfig =>
  typeof json === 'object' &&
  json !== null &&
  ['supabase_url', 'supabase_anon_key', 'environment', 'version'].every(
    (key) => typeof Reflect.get(json, key) === 'string',
  )
