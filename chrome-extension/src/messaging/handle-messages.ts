import { z } from 'zod'
import { isDashboard } from '../lib/origin.ts'
import { type MessageTable, messages, type Origin } from './messages.ts'

export type Sender = {
  id?: string | undefined
  url?: string | undefined
  tab?: { id?: number | undefined } | undefined
}
export type HandlersOf<T extends MessageTable> = {
  -readonly [N in keyof T]: (input: z.output<T[N]['input']>, sender: Sender) => Promise<z.output<T[N]['output']>>
}
export type Handlers = HandlersOf<typeof messages>

export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string() }),
])
export type Reply = z.infer<typeof Reply>

// Chrome sends messages as JSON, which drops an undefined input.
const Envelope = z.object({ name: z.string(), input: z.unknown().optional() })

/** Answers one message to the background. */
export const answerMessage = (handlers: Handlers, ownId: string, message: unknown, sender: Sender): Promise<Reply> =>
  answerByTable(messages, handlers, ownId, message, sender)

/**
 * Answers one message of a table: a known name, well formed, from a part of this extension that may send it; otherwise
 * refused.
 */
export async function answerByTable<T extends MessageTable>(
  table: T,
  handlers: HandlersOf<T>,
  ownId: string,
  message: unknown,
  sender: Sender,
): Promise<Reply> {
  const envelope = Envelope.safeParse(message)
  if (!envelope.success) return { ok: false, error: 'refused' }
  const { name, input } = envelope.data
  const declared = Object.hasOwn(table, name) ? table[name] : undefined
  if (!declared || !maySend(declared.from, ownId, sender)) return { ok: false, error: 'refused' }
  const parsed = declared.input.safeParse(input)
  if (!parsed.success) return { ok: false, error: 'invalid message' }
  try {
    // safe: the schema of this very name parsed the input
    const handle = handlers[name] as (input: unknown, sender: Sender) => Promise<unknown>
    return { ok: true, value: await handle(parsed.data, sender) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : 'failed' }
  }
}

function maySend(from: Origin, ownId: string, { id, url }: Sender): boolean {
  if (id !== ownId || url === undefined || !URL.canParse(url)) return false
  if (from === 'page') return url.startsWith(`chrome-extension://${ownId}/`)
  return isDashboard(url)
}
