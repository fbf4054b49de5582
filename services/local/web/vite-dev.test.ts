import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../testing/notes-migration.ts'
import { type NotesHost, startNotesHost } from '../testing/start-notes-host.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let notes: NotesHost | undefined
let frontend: Awaited<ReturnType<typeof temporaryFolder>> | undefined
afterEach(async () => {
  await notes?.remove()
  notes = undefined
  await frontend?.remove()
})

test('in development Vite serves the pages and an edited function answers with the new code without a restart', async () => {
  frontend = await temporaryFolder({
    'index.html': '<!doctype html><script type="module" src="/main.js"></script>',
    'main.js': 'export const answer = 42',
    'vite.config.ts': 'export default {}',
  })
  notes = await startNotesHost({ isDev: true, frontendDir: frontend.folder })
  const { host, folder } = notes
  const page = await (await fetch(`${host.url}/products`)).text()
  expect(page).toContain('/@vite/client')
  expect(await (await fetch(`${host.url}/main.js`)).text()).toContain('answer = 42')
  expect((await fetch(`${host.url}/nothing.js`)).status).toBe(404)

  const ask = async (): Promise<string> => (await fetch(`${host.url}/api/health`)).text()
  expect(await ask()).toBe('ok')
  await writeFile(
    join(folder, 'functions/health.ts'),
    `export default () => new Response('edited')
export const config = { path: '/api/health', method: 'GET' }`,
  )
  await expect.poll(ask, { timeout: 8_000 }).toBe('edited')
})
