import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createBareLite } from '../testing/bare-lite.ts'
import { NOTES_SQL } from '../testing/notes-migration.ts'
import { type NotesHost, startNotesHost } from '../testing/start-notes-host.ts'
import { MAX_OBJECT_BYTES } from './limits.ts'
import { parseByteRange } from './requested-bytes.ts'

// The first run on a machine creates a database, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

describe('parseByteRange', () => {
  test.each([
    ['bytes=0-4', 10, { start: 0, end: 4 }],
    ['bytes=5-', 10, { start: 5, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-99', 10, { start: 0, end: 9 }],
    ['bytes=0-99', 10, { start: 0, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=4-3', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-1,3-4', 10, null],
    ['items=0-1', 10, null],
    ['bytes=-', 10, null],
    [null, 10, null],
  ])('%s of %i', (header, size, expected) => expect(parseByteRange(header, size)).toEqual(expected))
})

describe('storage', () => {
  let notes: NotesHost
  let ann: SupabaseClient
  let stranger: SupabaseClient
  const docs = (client: SupabaseClient) => client.storage.from('docs')
  const video = (bytes: number): Blob => new Blob([new Uint8Array(bytes).fill(7)], { type: 'video/mp4' })

  beforeAll(async () => {
    notes = await startNotesHost()
    ann = (await notes.person('ann@example.test')).client
    stranger = (await notes.person('stranger@example.test')).client
  })
  afterAll(() => notes.remove())

  async function storedFiles(): Promise<string[]> {
    const names = await readdir(join(notes.folder, 'data/files'), { recursive: true, withFileTypes: true }).catch(
      () => [],
    )
    return names.filter((entry) => entry.isFile() && !entry.name.endsWith('.json')).map(({ name }) => name)
  }

  async function signedUpload(path: string): Promise<string> {
    const { data, error } = await docs(ann).createSignedUploadUrl(path)
    if (error) throw error
    return data.signedUrl
  }

  test('an upload keeps its bytes and its type, with every kind of name', async () => {
    for (const path of ['a.mp4', 'folder/b c.mp4', 'folder/ü—ñ.mp4', 'folder/a.mp4/inside.mp4']) {
      expect((await docs(ann).upload(path, video(10))).error, path).toBeNull()
      const { data } = await docs(ann).download(path)
      expect([path, data?.size, data?.type]).toEqual([path, 10, 'video/mp4'])
    }
  })

  test('an existing object is not overwritten unless requested', async () => {
    await docs(ann).upload('once.txt', new Blob(['first']))
    expect((await docs(ann).upload('once.txt', new Blob(['second']))).error).toMatchObject({ code: 'KeyAlreadyExists' })
    expect((await docs(ann).createSignedUploadUrl('once.txt')).error).not.toBeNull()
    expect(await (await docs(ann).download('once.txt')).data?.text()).toBe('first')
    expect((await docs(ann).upload('once.txt', new Blob(['third']), { upsert: true })).error).toBeNull()
    expect(await (await docs(ann).download('once.txt')).data?.text()).toBe('third')
  })

  test('a signed upload takes a raw body once and no second one', async () => {
    const url = await signedUpload('raw.mp4')
    const put = () => fetch(url, { method: 'PUT', headers: { 'content-type': 'video/mp4' }, body: video(2_000_000) })
    expect((await put()).status).toBe(200)
    expect((await put()).ok).toBe(false)
    const { data } = await docs(ann).info('raw.mp4')
    expect(data).toMatchObject({ size: 2_000_000, contentType: 'video/mp4', name: 'raw.mp4' })
  })

  test('uploadToSignedUrl of supabase-js works with a Blob', async () => {
    const { data, error } = await docs(ann).createSignedUploadUrl('blob.mp4')
    expect(error).toBeNull()
    const done = await docs(ann).uploadToSignedUrl('blob.mp4', data?.token ?? '', video(5))
    expect(done.error).toBeNull()
    expect((await docs(ann).info('blob.mp4')).data).toMatchObject({ size: 5, contentType: 'video/mp4' })
  })

  test('a signed download answers completely, in part, and under a name', async () => {
    await docs(ann).upload('digits.txt', new Blob(['0123456789'], { type: 'text/plain' }))
    const { data } = await docs(ann).createSignedUrl('digits.txt', 60, { download: 'my digits.txt' })
    const url = data?.signedUrl ?? ''
    const whole = await fetch(url)
    expect([whole.status, await whole.text(), whole.headers.get('accept-ranges')]).toEqual([200, '0123456789', 'bytes'])
    expect(whole.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''my%20digits.txt")
    const part = await fetch(url, { headers: { range: 'bytes=2-4' } })
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    const beyond = await fetch(url, { headers: { range: 'bytes=99-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  test('several objects are signed at once, and a missing one says so', async () => {
    await docs(ann).upload('one ü.txt', new Blob(['1']))
    await docs(ann).upload('two.txt', new Blob(['2']))
    const { data } = await docs(ann).createSignedUrls(['one ü.txt', 'nowhere.txt', 'two.txt'], 60)
    expect(data?.map(({ path, error }) => [path, error === null])).toEqual([
      ['one ü.txt', true],
      ['nowhere.txt', false],
      ['two.txt', true],
    ])
    expect(await (await fetch(data?.[0]?.signedUrl ?? '')).text()).toBe('1')
    expect((await docs(stranger).createSignedUrls(['two.txt'], 60)).data?.[0]?.error).not.toBeNull()
  })

  test.each(['a%00.mp4', 'half%ED%A0%BD.mp4', '%FF'])(
    'the name %s, which no database stores, is refused',
    async (name) => {
      for (const [method, path] of [
        ['POST', 'object/docs'],
        ['GET', 'object/authenticated/docs'],
        ['POST', 'object/upload/sign/docs'],
      ]) {
        const answer = await fetch(`${notes.host.url}/storage/v1/${path}/${name}`, {
          method: method ?? 'GET',
          headers: { apikey: notes.host.env.SUPABASE_ANON_KEY ?? '' },
        })
        expect([path, answer.status, await answer.json()]).toMatchObject([path, 400, { code: 'InvalidKey' }])
      }
    },
  )

  test('a signed link works for its object only', async () => {
    const { data } = await docs(ann).createSignedUrl('digits.txt', 60)
    const forged = (data?.signedUrl ?? '').replace('digits.txt', 'once.txt')
    expect((await fetch(forged)).ok).toBe(false)
  })

  test("a stranger can neither sign, read, see, replace nor remove another person's objects", async () => {
    await docs(ann).upload('private.txt', new Blob(['mine']))
    expect((await docs(stranger).createSignedUrl('private.txt', 60)).error).toMatchObject({ code: 'NoSuchKey' })
    expect((await docs(stranger).download('private.txt')).error).not.toBeNull()
    expect((await docs(stranger).exists('private.txt')).data).toBe(false)
    expect((await docs(stranger).list('')).data).toEqual([])
    expect((await docs(stranger).upload('private.txt', new Blob(['theirs']), { upsert: true })).error).not.toBeNull()
    await docs(stranger).remove(['private.txt'])
    expect(await (await docs(ann).download('private.txt')).data?.text()).toBe('mine')
    expect((await notes.visitor.storage.from('docs').createSignedUrl('private.txt', 60)).error).not.toBeNull()
  })

  test('listing shows one folder, with the deeper ones as folders', async () => {
    for (const name of ['list/b.txt', 'list/a.txt', 'list/deep/c.txt', 'list-other.txt'])
      await docs(ann).upload(name, new Blob(['x']))
    const { data } = await docs(ann).list('list')
    expect(data?.map(({ name, id }) => [name, id !== null])).toEqual([
      ['a.txt', true],
      ['b.txt', true],
      ['deep', false],
    ])
    expect((await docs(ann).list('list', { limit: 1, offset: 1 })).data?.map(({ name }) => name)).toEqual(['b.txt'])
  })

  test('a removed object is gone, from the disk too', async () => {
    await docs(ann).upload('gone.txt', new Blob(['x']))
    const before = (await storedFiles()).length
    expect((await docs(ann).remove(['gone.txt'])).data).toHaveLength(1)
    expect((await docs(ann).exists('gone.txt')).data).toBe(false)
    expect(await storedFiles()).toHaveLength(before - 1)
  })

  test('names cannot leave the bucket', async () => {
    const token = (await ann.auth.getSession()).data.session?.access_token ?? ''
    for (const name of ['../../secrets.json', '%2e%2e%2f%2e%2e%2fsecrets.json', '..%2fx']) {
      const status = await put(
        `/storage/v1/object/docs/${name}`,
        { authorization: `Bearer ${token}`, 'content-length': '1' },
        'x',
      )
      expect([name, status >= 400]).toEqual([name, true])
    }
  })

  test('an unknown bucket, a file too large for its bucket and one beyond 500 MiB are refused', async () => {
    expect((await ann.storage.from('nowhere').upload('a', new Blob(['x']))).error).not.toBeNull()
    expect((await ann.storage.from('small').upload('a', new Blob(['eleven byte']))).error).toMatchObject({
      status: 413,
    })
    const { pathname, search } = new URL(await signedUpload('huge.mp4'))
    const size = MAX_OBJECT_BYTES + 70_000
    expect(await put(pathname + search, { 'content-type': 'video/mp4', 'content-length': String(size) }, 'x')).toBe(413)
  })

  /** Sends raw bytes and returns the status; ends the request when an answer arrives, complete or not. */
  function put(path: string, headers: Record<string, string>, body: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request({ port: notes.host.port, host: '127.0.0.1', method: 'POST', path, headers })
      if (path.includes('token=')) asked.method = 'PUT'
      asked.on('response', (response) => {
        resolve(response.statusCode ?? 0)
        response.resume()
        asked.destroy()
      })
      asked.on('error', reject)
      asked.write(body)
      if (headers['content-length'] === String(body.length)) asked.end()
    })
  }

  test('an interrupted upload leaves nothing and can be tried again', async () => {
    const url = new URL(await signedUpload('cut.mp4'))
    const before = (await storedFiles()).length
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await new Promise<void>((resolve) => {
      const asked = request({
        port: notes.host.port,
        host: '127.0.0.1',
        method: 'PUT',
        path: url.pathname + url.search,
        headers: { 'content-type': 'video/mp4', 'content-length': '1000000' },
      })
      asked.on('error', () => resolve())
      asked.on('close', () => resolve())
      asked.write(new Uint8Array(300_000), () => asked.destroy())
    })
    await expect.poll(async () => (await storedFiles()).length, { timeout: 5_000 }).toBe(before)
    expect((await docs(ann).exists('cut.mp4')).data).toBe(false)
    expect(
      (await fetch(url, { method: 'PUT', headers: { 'content-type': 'video/mp4' }, body: video(1_000_000) })).status,
    ).toBe(200)
    const rows = await notes.host.database?.query(
      `select count(*)::int as count from storage.objects where name = 'cut.mp4'`,
    )
    expect(rows).toEqual([{ count: 1 }])
    vi.restoreAllMocks()
  })
})

describe('upstream gaps of supabase-lite', () => {
  test('storage answers other fields, ranges, lists and infos than a hosted project', async () => {
    const bare = await createBareLite(NOTES_SQL)
    const headers = { apikey: bare.secrets.secret_key, 'content-type': 'text/plain' }
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      bare.fetch(`${bare.url}/storage/v1/object/${path}`, {
        headers: { ...headers, 'content-type': 'application/json' },
        ...init,
      })
    await ask('docs/folder/a.txt', { method: 'POST', headers, body: '0123456789' })

    const signed = await (await ask('sign/docs/folder/a.txt', { method: 'POST', body: '{"expiresIn":60}' })).json()
    expect(Object.keys(signed)).toEqual(['signedUrl'])
    const part = await bare.fetch(bare.url + signed.signedUrl, { headers: { range: 'bytes=0-1' } })
    expect(part.status).toBe(200)
    const named = await bare.fetch(`${bare.url}${signed.signedUrl}&download=x.txt`)
    expect(named.headers.get('content-disposition')).toBeNull()
    const missing = await (await ask('info/docs/nothing')).json()
    expect(missing).not.toHaveProperty('code')
    const [listed] = await (await ask('list/docs', { method: 'POST', body: '{"prefix":""}' })).json()
    expect(listed).toMatchObject({ name: 'folder/a.txt' })
    expect(await (await ask('info/docs/folder/a.txt')).json()).not.toHaveProperty('size')

    const several = await ask('sign/docs', { method: 'POST', body: '{"expiresIn":60,"paths":["folder/a.txt"]}' })
    expect(several.ok).toBe(false)

    const form = new FormData()
    form.append('', new Blob(['x']))
    const blob = await ask('docs/b.txt', { method: 'POST', headers: { apikey: bare.secrets.secret_key }, body: form })
    expect(blob.ok).toBe(false)
    await bare.close()
  })
})
