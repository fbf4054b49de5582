import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { applyEnvironment, type Environment, extensionIdOf, hasCredentials } from './environment.ts'
import { startLocalHost } from './start-local-host.ts'
import { temporaryFolder } from './testing/notes-migration.ts'

test('existing variables stay, and closing removes only those that the host set', () => {
  const env: Record<string, string | undefined> = { SITE_URL: 'https://mine.example', EMPTY: '' }
  const undo = applyEnvironment(env, { SITE_URL: 'http://127.0.0.1:8888', EMPTY: 'filled', NEW: 'value' })
  expect(env).toEqual({ SITE_URL: 'https://mine.example', EMPTY: 'filled', NEW: 'value' })
  undo()
  expect(env).toEqual({ SITE_URL: 'https://mine.example' })
})

test("a hosted project's keys are never this host's own", async () => {
  const { folder, remove } = await temporaryFolder({})
  const env: Environment = { SUPABASE_URL: 'https://project.supabase.test', SUPABASE_ANON_KEY: 'theirs' }
  const host = await startLocalHost({ env, port: 0, dataDir: folder, withEmulators: false, withSchedules: false })
  expect(env).toMatchObject({ SUPABASE_ANON_KEY: 'theirs', WEBHOOK_SECRET: expect.any(String) })
  expect(env).not.toHaveProperty('SUPABASE_JWT_SECRET')
  expect(env).not.toHaveProperty('SUPABASE_SERVICE_ROLE_KEY')
  await host.close()
  await remove()
})

test("an extension's id follows from the key in its manifest", async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const { folder, remove } = await temporaryFolder({ 'manifest.json': JSON.stringify({ key }), 'keyless.json': '{}' })
  expect(await extensionIdOf(join(folder, 'manifest.json'))).toMatch(/^[a-p]{32}$/)
  expect(await extensionIdOf(join(folder, 'keyless.json'))).toBeNull()
  expect(await extensionIdOf(join(folder, 'nothing.json'))).toBeNull()
  await remove()
})

test.each([
  [{}, 'keepa', false],
  [{ KEEPA_API_KEY: 'k' }, 'keepa', true],
  [{ KEEPA_API_KEY: '' }, 'keepa', false],
  [{ MICROSOFT_CLIENT_ID: 'c' }, 'microsoft', true],
  [{ MICROSOFT_CLIENT_ID: 'c' }, 'keepa', false],
  [{ AMAZON_CREATORS_CREDENTIALS: '2.1:id:secret' }, 'amazon_creators', true],
  [{ SMTP_URL: 'smtps://smtp.example.com' }, 'smtp', true],
])('%j has an account of %s: %s', (env, provider, expected) => expect(hasCredentials(env, provider)).toBe(expected))

test.each([
  [{ META_APP_ID: '1' }, 'meta'],
  [{ INSTAGRAM_APP_SECRET: 's' }, 'meta'],
  [{ GOOGLE_CLIENT_ID: 'g' }, 'youtube'],
  [{ YOUTUBE_BASE_URL: 'https://proxy.example.com' }, 'youtube'],
  [{ TIKTOK_CLIENT_KEY: 'k' }, 'tiktok'],
])('%j is an account of %s, so that no emulator replaces it', (env: Environment, provider) => {
  expect(hasCredentials(env, provider)).toBe(true)
  expect(['meta', 'youtube', 'tiktok'].filter((name) => hasCredentials(env, name))).toEqual([provider])
})

test('the text that proves our webhook to Meta is no account', () => {
  expect(hasCredentials({ META_WEBHOOK_VERIFY_TOKEN: 'x'.repeat(20) }, 'meta')).toBe(false)
})
