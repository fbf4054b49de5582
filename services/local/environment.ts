import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Secrets } from './secrets.ts'

export type Environment = Record<string, string | undefined>

/** The variables of the functions for this host; values that `env` has already stay. */
export function functionEnvironment(
  origin: string,
  secrets: Secrets,
  panel: { id: string; folder: string } | null,
  selectorSigningKey?: string,
): Record<string, string> {
  return {
    SUPABASE_URL: origin,
    SUPABASE_ANON_KEY: secrets.publishable_key,
    SUPABASE_SERVICE_ROLE_KEY: secrets.secret_key,
    SUPABASE_JWT_SECRET: secrets.jwt_secret,
    SITE_URL: origin,
    OPSYNCPRO_ENVIRONMENT: 'local',
    ENCRYPTION_KEYS: `1:${secrets.encryption_key}`,
    WEBHOOK_SECRET: secrets.webhook_secret,
    ...(selectorSigningKey ? { CREATOR_HUB_SIGNING_KEY: selectorSigningKey } : {}),
    ...(panel ? { ALLOWED_EXTENSION_IDS: panel.id, PANEL_FOLDER: panel.folder } : {}),
  }
}

/** For a hosted project, which has keys of its own: this host's secret would refuse all of its tokens. */
export function withoutSupabaseKeys(values: Record<string, string>): Record<string, string> {
  const keys = ['SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY', 'SUPABASE_JWT_SECRET']
  return Object.fromEntries(Object.entries(values).filter(([name]) => !keys.includes(name)))
}

/** Sets the missing variables. Returns a function that removes exactly those. */
export function applyEnvironment(env: Environment, values: Record<string, string>): () => void {
  const added = Object.entries(values).filter(([name]) => env[name] === undefined || env[name] === '')
  for (const [name, value] of added) env[name] = value
  return () => {
    for (const [name, value] of added) if (env[name] === value) delete env[name]
  }
}

/** The id that Chromium gives an extension whose manifest carries a `key`; null without manifest or key. */
export async function extensionIdOf(manifestPath: string): Promise<string | null> {
  const text = await readFile(manifestPath, 'utf8').catch(() => null)
  if (text === null) return null
  const manifest: unknown = JSON.parse(text)
  if (typeof manifest !== 'object' || manifest === null || !('key' in manifest) || typeof manifest.key !== 'string')
    return null
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32)
  return digest.replaceAll(/[0-9a-f]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
}

/** True when the environment holds an account of this provider, so that no emulator replaces it. */
export function hasCredentials(env: Environment, provider: string): boolean {
  const prefixes = OTHER_PREFIXES[provider] ?? [provider.toUpperCase()]
  const names = ['API_KEY', 'CREDENTIALS', 'CLIENT_ID', 'CLIENT_KEY', 'CLIENT_SECRET', 'APP_ID', 'APP_SECRET']
  names.push('BASE_URL', 'URL')
  return prefixes.some((prefix) => names.some((name) => env[`${prefix}_${name}`]))
}

/** One emulator plays both of Meta's logins, and Google's keys are those of YouTube. */
const OTHER_PREFIXES: Readonly<Record<string, readonly string[]>> = {
  meta: ['META', 'INSTAGRAM'],
  youtube: ['GOOGLE', 'YOUTUBE'],
}
