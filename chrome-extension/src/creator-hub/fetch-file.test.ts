import { afterEach, expect, test, vi } from 'vitest'
import { AttachError, type FetchProgress, fetchFile } from './fetch-file.ts'

const MIB = 1024 * 1024
afterEach(() => vi.unstubAllGlobals())

/** Answers in chunks; `sent` is how many were read. */
function serve(chunks: readonly Uint8Array[], headers: Record<string, string> = {}, status = 200) {
  const seen = { sent: 0, isCancelled: false }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = chunks[seen.sent]
        seen.sent += 1
        if (next) controller.enqueue(next)
        else controller.close()
      },
      cancel: () => {
        seen.isCancelled = true
      },
    },
    { highWaterMark: 0 },
  )
  vi.stubGlobal('fetch', async () => new Response(body, { headers, status }))
  return seen
}
const chunksOf = (count: number, size: number) =>
  Array.from({ length: count }, (_, at) => new Uint8Array(size).fill(at))
const load = (options: Partial<Parameters<typeof fetchFile>[1]> = {}) =>
  fetchFile('https://store.example/x', {
    filename: 'B0C1234567.mov',
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  })

test('the file arrives byte by byte, with its name, its type and its progress', async () => {
  const chunks = chunksOf(20, MIB)
  serve(chunks, { 'content-length': String(20 * MIB), 'content-type': 'application/octet-stream' })
  const progress: FetchProgress[] = []
  const file = await load({ onProgress: (at) => progress.push(at) })
  expect([file.name, file.type, file.size]).toEqual(['B0C1234567.mov', 'video/quicktime', 20 * MIB])
  expect(Buffer.compare(Buffer.from(await file.arrayBuffer()), Buffer.concat(chunks))).toBe(0)
  expect(progress.map(({ received }) => received / MIB)).toEqual(chunks.map((_, at) => at + 1))
  expect(progress.at(-1)?.total).toBe(20 * MIB)
})

test('a file that is too large is refused before it is loaded', async () => {
  const seen = serve(chunksOf(9, MIB), { 'content-length': String(9 * MIB) })
  await expect(load({ maxBytes: 8 * MIB })).rejects.toThrow(/up to .* can be attached\. Download it/)
  expect(seen).toEqual({ sent: 0, isCancelled: true })
})

test('a file of unknown size is refused as soon as it is too large', async () => {
  const seen = serve(chunksOf(100, MIB))
  await expect(load({ maxBytes: 3 * MIB })).rejects.toThrow(AttachError)
  expect(seen).toEqual({ sent: 4, isCancelled: true })
})

test('half a file is none', async () => {
  serve(chunksOf(2, MIB), { 'content-length': String(4 * MIB) })
  await expect(load()).rejects.toThrow('The video did not arrive completely. Try again.')
})

test('a refusal of the file store names its answer', async () => {
  serve([], {}, 403)
  await expect(load()).rejects.toThrow('(the file store answered 403)')
})
