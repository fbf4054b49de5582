import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readEnv } from './env.ts'

beforeEach(() => {
  vi.stubEnv('SUPABASE_URL', 'https://abc.supabase.co')
  vi.stubEnv('SUPABASE_ANON_KEY', 'anon')
  vi.stubEnv('SUPABASE_SERVICE_ROLE_KEY', 'service')
  vi.stubEnv('SITE_URL', 'https://app.example.com')
})
afterEach(() => vi.unstubAllEnvs())

test.each([
  ['SUPABASE_URL', 'https://abc.supabase.co'],
  ['SITE_URL', 'https://app.example.com'],
  ['KEEPA_BASE_URL', 'https://keepa.example.com/v1'],
  ['KEEPA_IMAGE_BASE_URL', 'https://images.example.com/I'],
  ['AMAZON_CREATORS_BASE_URL', 'https://creators.example.com'],
  ['AMAZON_CREATORS_TOKEN_URL', 'https://creators.example.com/oauth2/token'],
  ['AFTERSHIP_BASE_URL', 'https://aftership.example.com/tracking/2026-07'],
  ['ELEVENLABS_BASE_URL', 'https://elevenlabs.example.com'],
  ['ANTHROPIC_BASE_URL', 'https://anthropic.example.com'],
  ['TRANSCODER_URL', 'https://transcoder.example.com'],
  ['MICROSOFT_LOGIN_URL', 'https://login.example.com'],
  ['MICROSOFT_GRAPH_URL', 'https://graph.example.com'],
  ['EBAY_API_BASE_URL', 'https://ebay.example.com'],
  ['EBAY_APIZ_BASE_URL', 'https://apiz.example.com'],
  ['EBAY_AUTH_BASE_URL', 'https://auth.example.com'],
] as const)('%s is the same with a slash at the end, and with two', (name, url) => {
  for (const written of [url, `${url}/`, `${url}//`]) {
    vi.stubEnv(name, written)
    expect(readEnv()[name]).toBe(url)
  }
})
