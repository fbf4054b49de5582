import { z } from 'zod'
import { AnthropicRefusal, invalid } from './answer.ts'

const Schema = z.looseObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
})

const Tool = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  description: z.string().optional(),
  input_schema: Schema,
  strict: z.boolean().optional(),
})

const Block = z.strictObject({ type: z.literal('text'), text: z.string().min(1) })

const Request = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  system: z.union([z.string(), z.array(Block)]).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  messages: z
    .array(
      z.strictObject({ role: z.enum(['user', 'assistant']), content: z.union([z.string().min(1), z.array(Block)]) }),
    )
    .min(1),
  tools: z.array(Tool).optional(),
  tool_choice: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('auto') }),
      z.strictObject({ type: z.literal('any') }),
      z.strictObject({ type: z.literal('tool'), name: z.string(), disable_parallel_tool_use: z.boolean().optional() }),
    ])
    .optional(),
})
export type MessageRequest = z.infer<typeof Request>

const MAX_BYTES = 32 * 1024 * 1024

/** Reads `POST /v1/messages`. Throws 413 and 400 as Anthropic does, naming the field. */
export function readMessageRequest(text: string): MessageRequest {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new AnthropicRefusal(413, 'request_too_large', 'Request exceeds the maximum size')
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalid('The request body is not valid JSON')
  }
  const parsed = Request.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'Invalid'}`)
  }
  const { messages, tools = [], tool_choice } = parsed.data
  if (messages[0]?.role !== 'user') throw invalid('messages: first message must use the "user" role')
  if (tool_choice && tools.length === 0) throw invalid('tool_choice may only be specified while providing tools.')
  if (tool_choice?.type === 'tool' && !tools.some(({ name }) => name === tool_choice.name)) {
    throw invalid(`Tool '${tool_choice.name}' not found in provided tools`)
  }
  return parsed.data
}

/** All words of a request, as seeds match them. */
export const textOf = ({ messages }: MessageRequest): string =>
  messages
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : content.map(({ text }) => text)))
    .join('\n')

/** An input that a tool's schema allows: the first choice of each required property. */
export function inputFor({ properties = {}, required = [] }: z.infer<typeof Schema>): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, valueFor(properties[name] ?? {})]))
}

function valueFor(schema: Record<string, unknown>): unknown {
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.type === 'number' || schema.type === 'integer') return 0
  if (schema.type === 'boolean') return false
  if (schema.type === 'array') return []
  return schema.type === 'object' ? {} : 'An emulated answer.'
}
