import { z } from 'zod'

/** Text as it is written: what a contract with `streams` answers. Reading fails when the writer breaks off. */
export const TextStream = z.custom<AsyncIterable<string>>(
  (value) => typeof Reflect.get(Object(value), Symbol.asyncIterator) === 'function',
)
export type TextStream = z.infer<typeof TextStream>

/** The text of a response, piece by piece, each made of whole characters. */
export async function* readTextStream(response: Response): TextStream {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      if (value !== '') yield value
    }
  } finally {
    // A reader that stops early stops the writer.
    await reader.cancel().catch(() => undefined)
  }
}

/** The bytes of a text that is being written. */
export function toByteStream(text: TextStream): ReadableStream<Uint8Array> {
  const parts = text[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await parts.return?.()
    },
  })
}
