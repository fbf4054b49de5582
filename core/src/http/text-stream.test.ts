import { expect, test } from 'vitest'
import { readTextStream, TextStream, toByteStream } from './text-stream.ts'

async function* saying(...parts: string[]) {
  for (const part of parts) yield part
}
const read = async (stream: TextStream) => {
  let text = ''
  for await (const part of stream) text += part
  return text
}

test('a text arrives whole, and no character is cut between two pieces of bytes', async () => {
  const bytes = new TextEncoder().encode('Lamp 👩‍👩‍👧‍👦 é')
  const single = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
      controller.close()
    },
  })
  expect(await read(readTextStream(new Response(single)))).toBe('Lamp 👩‍👩‍👧‍👦 é')
  expect(await read(readTextStream(new Response(toByteStream(saying('a', '', 'é')))))).toBe('aé')
})

test('a writer that breaks off fails the reader after what it wrote', async () => {
  async function* breaking() {
    yield 'half'
    throw new Error('cut')
  }
  const parts: string[] = []
  const reading = (async () => {
    for await (const part of readTextStream(new Response(toByteStream(breaking())))) parts.push(part)
  })()
  await expect(reading).rejects.toThrow()
})

test('a reader that stops early stops the writer', async () => {
  let isStopped = false
  async function* endless() {
    try {
      for (;;) yield 'x'
    } finally {
      isStopped = true
    }
  }
  for await (const _ of readTextStream(new Response(toByteStream(endless())))) break
  expect(isStopped).toBe(true)
})

test('only what can be read piece by piece is a stream of text', () => {
  expect(TextStream.safeParse(saying('a')).success).toBe(true)
  expect(TextStream.safeParse('a').success).toBe(false)
  expect(TextStream.safeParse(null).success).toBe(false)
})
