import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { AnthropicRefusal, answerRefusal, invalid } from './answer.ts'
import { inputFor, type MessageRequest, readMessageRequest, textOf } from './read-message-request.ts'
import { AnthropicSeed, type AnthropicState, applyAnthropicSeed, initialAnthropicState } from './state.ts'

const API_KEY = `sk-ant-api03-${createHash('sha256').update('anthropic emulator').digest('hex').slice(0, 40)}`
const VERSION = '2023-06-01'
/** What a token holds on average, for `usage` and `max_tokens`. */
const CHARACTERS_PER_TOKEN = 4

/** Anthropic's Messages API with tools, and with streamed text. */
export const anthropicEmulator: EmulatorDefinition<AnthropicState, AnthropicSeed> = {
  name: 'anthropic',
  stateVersion: 1,
  initialState: initialAnthropicState,
  seedSchema: AnthropicSeed,
  secretFields: [],
  seed: (seed, { store }) => applyAnthropicSeed(store.state, seed),
  routes: anthropicRoutes,
  env: (origin) => ({ ANTHROPIC_BASE_URL: origin, ANTHROPIC_API_KEY: API_KEY, ANTHROPIC_MODEL: 'claude-emulated-1' }),
}

function anthropicRoutes({ store, clock }: EmulatorContext<AnthropicState>): Hono<EmulatorBindings> {
  const serve = (work: (c: Context<EmulatorBindings>, id: number) => Promise<Response>) => {
    return async (c: Context<EmulatorBindings>): Promise<Response> => {
      store.state.last_number += 1
      const id = store.state.last_number
      try {
        return await work(c, id)
      } catch (error) {
        if (!(error instanceof AnthropicRefusal)) throw error
        return answerRefusal(error, `req_${id}`)
      } finally {
        await store.save()
      }
    }
  }
  const app = new Hono<EmulatorBindings>()
  app.post(
    '/v1/messages',
    serve(async (c, id) => {
      admit(c, store.state, clock.now())
      const request = readMessageRequest(await c.req.text())
      if (!store.state.models.includes(request.model)) {
        throw new AnthropicRefusal(404, 'not_found_error', `model: ${request.model}`)
      }
      if (store.state.overloaded > 0) {
        store.state.overloaded -= 1
        throw new AnthropicRefusal(529, 'overloaded_error', 'Overloaded')
      }
      return answer(request, store.state, id)
    }),
  )
  app.all(
    '*',
    serve(async () => {
      throw new AnthropicRefusal(404, 'not_found_error', 'Not found')
    }),
  )
  return app
}

function admit(c: Context<EmulatorBindings>, state: AnthropicState, nowMs: number): void {
  const key = c.req.header('x-api-key')
  if (!key) throw new AnthropicRefusal(401, 'authentication_error', 'x-api-key header is required')
  if (!/^sk-ant-[\w-]{20,}$/.test(key) || state.rejected_keys.includes(key)) {
    throw new AnthropicRefusal(401, 'authentication_error', 'invalid x-api-key')
  }
  const version = c.req.header('anthropic-version')
  if (!version) throw invalid('anthropic-version: header is required')
  if (version !== VERSION) throw invalid(`anthropic-version: "${version}" is not a valid version`)
  if (!c.req.header('content-type')?.startsWith('application/json'))
    throw invalid('Content-Type must be application/json')
  const known = state.windows[key]
  const { requests, window_ms } = state.limit
  const window = known && nowMs < known.began_at + window_ms ? known : { began_at: nowMs, used: 0 }
  state.windows[key] = window
  if (window.used >= requests) {
    const seconds = Math.max(1, Math.ceil((window.began_at + window_ms - nowMs) / 1000))
    throw new AnthropicRefusal(429, 'rate_limit_error', 'This request would exceed your rate limit.', {
      'retry-after': String(seconds),
    })
  }
  window.used += 1
}

function answer(request: MessageRequest, state: AnthropicState, id: number): Response {
  const words = textOf(request)
  const seeded = state.answers.find(({ when }) => when === undefined || words.includes(when))
  const tools = request.tools ?? []
  const choice = request.tool_choice
  const tool = choice?.type === 'tool' ? tools.find(({ name }) => name === choice.name) : tools[0]
  const isText = seeded?.text !== undefined || !tool
  const input = tool ? (seeded && 'input' in seeded ? seeded.input : inputFor(tool.input_schema)) : {}
  const content = isText
    ? { type: 'text', text: seeded?.text ?? 'An emulated answer.' }
    : { type: 'tool_use', id: `toolu_${id}`, name: tool.name, input }
  if (request.stream)
    return streamed(seeded?.text ?? 'An emulated answer.', request, { id, breaksOff: seeded?.is_malformed })
  const outputTokens = Math.ceil(JSON.stringify(content).length / CHARACTERS_PER_TOKEN)
  // A call of a tool that does not fit into `max_tokens` arrives without its end.
  const isCut = outputTokens > request.max_tokens
  const body = JSON.stringify({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [isCut && !isText ? { ...content, input: {} } : content],
    stop_reason: isCut ? 'max_tokens' : isText ? 'end_turn' : 'tool_use',
    stop_sequence: null,
    usage: {
      input_tokens: Math.ceil(words.length / CHARACTERS_PER_TOKEN),
      output_tokens: Math.min(outputTokens, request.max_tokens),
    },
  })
  return new Response(seeded?.is_malformed ? body.slice(0, body.length / 2) : body, {
    headers: { 'content-type': 'application/json', 'request-id': `req_${id}` },
  })
}

/** Text as server-sent events, a word in each; one that breaks off ends in the middle, without its last event. */
function streamed(
  text: string,
  { model }: MessageRequest,
  { id, breaksOff = false }: { id: number; breaksOff?: boolean | undefined },
): Response {
  const words = text.match(/\S+\s*/g) ?? []
  const shown = breaksOff ? words.slice(0, Math.ceil(words.length / 2)) : words
  const events: { type: string; [field: string]: unknown }[] = [
    { type: 'message_start', message: { id: `msg_${id}`, type: 'message', role: 'assistant', model, content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    ...shown.map((word) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: word } })),
    ...(breaksOff
      ? []
      : [
          { type: 'content_block_stop', index: 0 },
          { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null } },
          { type: 'message_stop' },
        ]),
  ]
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'request-id': `req_${id}` } })
}
