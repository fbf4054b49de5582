import { z } from 'zod'

const Answer = z.strictObject({
  /** The answer is for requests whose text holds these words; without them for every request. */
  when: z.string().optional(),
  /** The tool's input, exactly so: it may break the tool's schema, as a model's answer may. */
  input: z.unknown().optional(),
  /** Words instead of a call of the tool. */
  text: z.string().optional(),
  /** The answer breaks off in the middle of its JSON. */
  is_malformed: z.boolean().optional(),
})

/** `PUT /_emulator/seed`: a given part replaces that part, an absent part stays. */
export const AnthropicSeed = z.strictObject({
  /** The first that matches is given. Without a match the tool's schema is answered with its first choices. */
  answers: z.array(Answer).optional(),
  models: z.array(z.string()).optional(),
  rejected_keys: z.array(z.string()).optional(),
  limit: z.strictObject({ requests: z.int().min(1), window_ms: z.int().min(1) }).optional(),
  /** So many requests are refused with 529. */
  overloaded: z.int().min(0).optional(),
})
export type AnthropicSeed = z.infer<typeof AnthropicSeed>

export type AnthropicState = {
  answers: z.infer<typeof Answer>[]
  models: string[]
  rejected_keys: string[]
  limit: { requests: number; window_ms: number }
  /** Requests counted in the window that began at this time, by key. */
  windows: Record<string, { began_at: number; used: number }>
  overloaded: number
  last_number: number
}

export const initialAnthropicState = (): AnthropicState => ({
  answers: [],
  models: ['claude-emulated-1'],
  rejected_keys: [],
  limit: { requests: 50, window_ms: 60_000 },
  windows: {},
  overloaded: 0,
  last_number: 0,
})

/** Changes the state as the seed says. */
export function applyAnthropicSeed(state: AnthropicState, seed: AnthropicSeed): void {
  for (const name of ['answers', 'models', 'rejected_keys', 'limit', 'overloaded'] as const) {
    if (seed[name] !== undefined) Object.assign(state, { [name]: seed[name] })
  }
}
