import type { z } from 'zod'
import type { Feature, PublicConfig } from '#core/accounts/schema.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { type Env, readEnv } from '../env.ts'

/** The configuration that a browser needs before sign-in. Links to emulators are part of it in local mode only. */
export async function getConfig(): Promise<PublicConfig> {
  const env = readEnv()
  return {
    supabase_url: env.SUPABASE_URL,
    supabase_anon_key: env.SUPABASE_ANON_KEY,
    version: packageJson.version,
    environment: env.OPSYNCPRO_ENVIRONMENT,
    panel: {
      store_url: env.PANEL_STORE_URL ?? null,
      folder: env.OPSYNCPRO_ENVIRONMENT === 'local' ? (env.PANEL_FOLDER ?? null) : null,
    },
    features: {
      keepa: feature(env, 'keepa', env.KEEPA_API_KEY),
      transcoder: { state: env.TRANSCODER_URL && env.TRANSCODER_TOKEN ? 'configured' : 'not_configured' },
      captions: feature(env, 'anthropic', env.ANTHROPIC_API_KEY && env.ANTHROPIC_MODEL),
      aftership: feature(env, 'aftership', env.AFTERSHIP_API_KEY),
      elevenlabs: feature(env, 'elevenlabs', env.ELEVENLABS_API_KEY),
      ebay: feature(env, 'ebay', env.EBAY_CLIENT_ID && env.EBAY_CLIENT_SECRET && env.EBAY_RUNAME),
      email: feature(env, 'smtp', env.SMTP_URL && env.MAIL_FROM),
      meta: feature(env, 'meta', env.META_APP_ID && env.META_APP_SECRET),
      youtube: feature(env, 'youtube', env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET),
      onedrive: feature(env, 'microsoft', env.MICROSOFT_CLIENT_ID && env.MICROSOFT_CLIENT_SECRET),
    },
  }
}

function feature(env: Env, emulatorName: string, credential: string | undefined): z.infer<typeof Feature> {
  const emulator = env.OPSYNCPRO_EMULATORS[emulatorName]
  if (emulator && env.OPSYNCPRO_ENVIRONMENT === 'local') return { state: 'emulated', emulator_url: emulator }
  return { state: credential ? 'configured' : 'not_configured' }
}
