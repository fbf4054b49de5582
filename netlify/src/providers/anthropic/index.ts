import { z } from 'zod'
import { readEnv } from '../../env.ts'
import { ProviderError } from '../errors.ts'
import { readJson, repeatSafely, retryAfterSeconds, sendToProvider } from '../http.ts'
import { streamText } from './stream-text.ts'
import { ErrorBody, Message, outcomeOf, PROVIDER, VERSION } from './types.ts'

/** What a model shall fill in: a form by its schema. */
export type Form<T> = {
  /** `[a-zA-Z0-9_-]{1,128}`. */
  name: string
  description: string
  schema: z.ZodType<T>
}

type Question = { system: string; text: string; maxTokens: number }

/**
 * A language model that fills in forms. A question has no effect at the vendor but costs tokens each time it is asked.
 * Throws `ProviderError`: `reconnect` (key refused), `gone` (unknown model), `rejected`, or `try_later`.
 */
export type Anthropic = {
  model: string
  /** The form as the model filled it in; null when it broke the schema, answered with words, or did not finish. */
  fill<T>(form: Form<T>, question: Question, signal?: AbortSignal): Promise<T | null>
  /**
   * Text as the model writes it; resolves when the answer begins. Reading it throws `ProviderError` when it breaks off.
   */
  write(question: Question, signal?: AbortSignal): Promise<AsyncIterable<string>>
}

const MAX_RESPONSE_BYTES = 256 * 1024

/** Anthropic with the server's key and model; null while either is not set. */
export function openAnthropic({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): Anthropic | null {
  const { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_MODEL: model } = readEnv()
  if (!apiKey || !model) return null
  const ask = async (body: object, signal: AbortSignal | undefined) => {
    const { status, headers, bytes } = await sendToProvider({
      provider: PROVIDER,
      baseUrl,
      path: '/v1/messages',
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'anthropic-version': VERSION, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs,
      maxResponseBytes: MAX_RESPONSE_BYTES,
      signal,
    })
    if (status >= 200 && status < 300) return bytes
    const outcome = outcomeOf(status)
    throw new ProviderError({
      provider: PROVIDER,
      outcome,
      code: readJson(bytes, ErrorBody)?.error.type ?? `http_${status}`,
      status,
      retryAfterSeconds: outcome === 'try_later' ? retryAfterSeconds(headers) : undefined,
    })
  }
  return {
    model,
    write({ system, text, maxTokens }, signal) {
      const body = { model, max_tokens: maxTokens, system, messages: [{ role: 'user', content: text }], stream: true }
      return streamText({ baseUrl, apiKey, body, timeoutMs, signal })
    },
    async fill({ name, description, schema }, { system, text, maxTokens }, signal) {
      const body = {
        model,
        max_tokens: maxTokens,
        system,
        messages: [{ role: 'user', content: text }],
        tools: [{ name, description, input_schema: inputSchema(schema) }],
        tool_choice: { type: 'tool', name, disable_parallel_tool_use: true },
      }
      const message = readJson(await repeatSafely(() => ask(body, signal), { signal }), Message)
      if (message === null || message.stop_reason === 'max_tokens') return null
      const [call, another] = message.content.filter((part) => part.type === 'tool_use' && part.name === name)
      return another === undefined ? (schema.safeParse(call?.input).data ?? null) : null
    },
  }
}

function inputSchema(schema: z.ZodType): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema)
  return json
}
