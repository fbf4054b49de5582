import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { securityHeaders } from './security-headers.ts'

const directives = (policy: string) =>
  Object.fromEntries(
    policy.split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ')
      return [name, sources]
    }),
  )

const EMULATED_ONEDRIVE = 'http://127.0.0.1:8952'
const local = directives(securityHeaders([EMULATED_ONEDRIVE], false)['content-security-policy'] ?? '')

test('a page may send files to an emulated OneDrive and play them from there', () => {
  for (const name of ['connect-src', 'media-src']) expect(local[name]).toContain(EMULATED_ONEDRIVE)
})

test('as on Netlify, a page may send to and play from a real OneDrive, whose hosts differ from account to account', async () => {
  const config = await readFile(join(import.meta.dirname, '../../../netlify.toml'), 'utf8')
  const netlify = directives(/Content-Security-Policy = "([^"]+)"/.exec(config)?.[1] ?? '')
  for (const name of ['connect-src', 'media-src']) expect(netlify[name]).toContain('https:')
  expect(Object.keys(local)).toEqual(Object.keys(netlify))
  for (const [name, sources] of Object.entries(netlify)) expect(local[name]).toEqual(expect.arrayContaining(sources))
  expect(local['script-src']).toEqual(["'self'"])
  const permissions = /Permissions-Policy = "([^"]+)"/.exec(config)?.[1]
  expect(securityHeaders([], false)['permissions-policy']).toBe(permissions)
})
