import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, resolveConfig } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentSecurityPolicy } from '#core/http/page-policy.ts'
import { pageHeaders } from './page-headers.ts'

const ROOT = join(import.meta.dirname, '../..')
const ENV = { SUPABASE_URL: 'https://abcdefgh.supabase.co', CSP_IMG_SRC: 'https://cdn.example.com' }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-headers-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>OpSyncPro</title>')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a built site sends the policy of its environment with every page, as Netlify reads it', async () => {
  await build({ root: folder, configFile: false, logLevel: 'silent', plugins: [pageHeaders(ENV)] })
  const lines = (await readFile(join(folder, 'dist/_headers'), 'utf8')).split('\n')
  expect(lines).toEqual(['/*', `  Content-Security-Policy: ${contentSecurityPolicy(ENV)}`, ''])
  expect(lines[1]).toContain('https://cdn.example.com')
  expect(lines[1]).not.toMatch(/(?:connect|img)-src[^;]* https:[ ;]/)
})

test('a wrong value ends the build with the name of its variable', async () => {
  const broken = build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [pageHeaders({ CSP_CONNECT_SRC: 'x; y' })],
  })
  await expect(broken).rejects.toThrow('CSP_CONNECT_SRC')
})

test("the dashboard's build writes the headers, and netlify.toml has no policy that would override them", async () => {
  const { plugins } = await resolveConfig({ configFile: join(ROOT, 'frontend/vite.config.ts') }, 'build')
  expect(plugins.map(({ name }) => name)).toContain('opsyncpro:page-headers')
  const config = await readFile(join(ROOT, 'netlify.toml'), 'utf8')
  expect(config).not.toMatch(/^\s*Content-Security-Policy/m)
  expect(config).toContain('publish = "frontend/dist"')
})
