import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contentSecurityPolicy } from '#core/http/page-policy.ts'
import { securityHeaders } from './security-headers.ts'

const directives = (policy = '') =>
  Object.fromEntries(
    policy.split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ')
      return [name, sources]
    }),
  )

const EMULATED_ONEDRIVE = 'http://127.0.0.1:8952'
const ENV = { SUPABASE_URL: 'https://abcdefgh.supabase.co', CSP_IMG_SRC: 'https://cdn.example.com' }
const local = directives(securityHeaders(ENV, [EMULATED_ONEDRIVE], false)['content-security-policy'])

test('a page may send files to an emulated OneDrive, play them and show their previews from there', () => {
  for (const name of ['connect-src', 'media-src', 'img-src']) expect(local[name]).toContain(EMULATED_ONEDRIVE)
})

test('a page may do what it may do on Netlify, and nothing more but on this machine', async () => {
  const built = directives(contentSecurityPolicy(ENV))
  expect(Object.keys(local)).toEqual(Object.keys(built))
  for (const [name, sources] of Object.entries(local)) {
    expect(sources.filter((source) => source !== EMULATED_ONEDRIVE)).toEqual(built[name])
  }
  const config = await readFile(join(import.meta.dirname, '../../../netlify.toml'), 'utf8')
  const permissions = /Permissions-Policy = "([^"]+)"/.exec(config)?.[1]
  expect(securityHeaders(ENV, [], false)['permissions-policy']).toBe(permissions)
})
