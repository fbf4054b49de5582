import { afterEach, expect, test, vi } from 'vitest'
import { shortcutOwnDataApi } from './own-data-api.ts'

const network = vi.fn<typeof fetch>(async () => new Response('network'))
let undo = () => {}
afterEach(() => undo())

function shortcut(answer: (request: Request) => Promise<Response>) {
  vi.stubGlobal('fetch', network)
  undo = shortcutOwnDataApi('http://127.0.0.1:9999', answer)
}

test("only requests to this host's data API are answered in the process; all others use the network", async () => {
  shortcut(async (request) => new Response(`${request.method} ${await request.text()}`))
  const ask = async (url: string) => (await fetch(url, { method: 'POST', body: 'x' })).text()
  expect(await ask('http://127.0.0.1:9999/rest/v1/rpc/ping')).toBe('POST x')
  expect(await ask('http://127.0.0.1:9999/storage/v1/object/sign/x')).toBe('network')
  expect(await ask('http://127.0.0.1:9998/rest/v1/rpc/ping')).toBe('network')
  expect(await ask('https://example.test/rest/v1/')).toBe('network')
  const page = await fetch('http://127.0.0.1:9999/rest/v1/x', {
    method: 'OPTIONS',
    headers: { origin: 'https://x.test' },
  })
  expect(await page.text()).toBe('network')
})

test('a caller who aborts is released', async () => {
  shortcut(() => new Promise(() => {}))
  const controller = new AbortController()
  const asking = fetch('http://127.0.0.1:9999/rest/v1/x', { signal: controller.signal })
  controller.abort()
  await expect(asking).rejects.toMatchObject({ name: 'AbortError' })
})
