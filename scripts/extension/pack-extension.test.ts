import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { packExtension } from './pack-extension.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsyncpro-packages-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a package is built for its dashboard, loads no code from elsewhere, and is small', async () => {
  const { path, bytes } = await packExtension({ edition: 'uat', origin: 'https://uat.example.com', folder })
  expect(bytes).toBeLessThanOrEqual(350_000)
  const files = unzipSync(new Uint8Array(await readFile(path)))
  const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
  expect(manifest.name).toBe('OpSyncPro UAT')
  expect(JSON.stringify(manifest.content_scripts)).toContain('https://uat.example.com/*')
  for (const file of Object.values(manifest.icons)) expect(Object.keys(files)).toContain(file)
  const pages = Object.entries(files).filter(([name]) => name.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(0)
  for (const [, page] of pages) expect(strFromU8(page)).not.toMatch(/(src|href)="https?:/)
})

test.each(['http://uat.example.com', 'uat.example.com', ''])('%j is no address of a store package', async (origin) => {
  await expect(packExtension({ edition: 'uat', origin, folder })).rejects.toThrow(/needs the https address/)
})
