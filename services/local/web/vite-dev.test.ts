import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type NotesHost, startNotesHost } from '../testing/start-notes-host.ts'

let notes: NotesHost | undefined
afterEach(async () => {
  await notes?.remove()
  notes = undefined
})

test('in development pages come through Vite and an edited function answers anew without a restart', async () => {
  notes = await startNotesHost({ isDev: true })
  const { host, folder } = notes
  const page = await (await fetch(`${host.url}/products`)).text()
  expect(page).toContain('/@vite/client')
  expect((await fetch(`${host.url}/nothing.js`)).status).toBe(404)

  const ask = async (): Promise<string> => (await fetch(`${host.url}/api/health`)).text()
  expect(await ask()).toBe('ok')
  await writeFile(
    join(folder, 'functions/health.ts'),
    `export default () => new Response('edited')
export const config = { path: '/api/health', method: 'GET' }`,
  )
  await expect.poll(ask, { timeout: 8_000 }).toBe('edited')
}, 30_000)
