import { z } from 'zod'

export type StoredDub = {
  dubbing_id: string
  name: string
  target_lang: string
  source_lang: string
  content_type: string
  duration_seconds: number
  /** The file with its bytes, in the emulator's folder. */
  file: string
  size_bytes: number
  credits: number
  watermark: boolean
  /** Unix milliseconds. */
  created_at: number
  ready_at: number
  error: string | null
}

export type ElevenLabsState = {
  dubs: StoredDub[]
  rejected_keys: string[]
  credits_left: number
  /** One entry per paid order, without refused ones: a client that orders twice pays twice. */
  bills: { dubbing_id: string; name: string; credits: number }[]
  max_concurrent: number
  is_busy: boolean
  plan: 'free' | 'creator'
  processing_ms: number
  keeps_for_ms: number
  says_length: boolean
  breaks_off: number
  last_number: number
}

/** `PUT /_emulator/seed`: a given part replaces that part, an absent part stays. */
export const ElevenLabsSeed = z.strictObject({
  rejected_keys: z.array(z.string()).optional(),
  credits_left: z.int().min(0).optional(),
  /** How many dubs run at once; another order is refused until one is ready. */
  max_concurrent: z.int().min(0).optional(),
  is_busy: z.boolean().optional(),
  /** `free`: a dub without a watermark is refused. */
  plan: z.enum(['free', 'creator']).optional(),
  /** How long a dub takes, by the emulator's clock. */
  processing_ms: z.int().min(0).optional(),
  /** How long a finished dub is kept. */
  keeps_for_ms: z.int().min(1).optional(),
  /** Whether a file is sent with its length. */
  says_length: z.boolean().optional(),
  /** How many files break off in the middle, with their connection. */
  breaks_off: z.int().min(0).optional(),
})
export type ElevenLabsSeed = z.infer<typeof ElevenLabsSeed>

const DAY_MS = 86_400_000

export function initialElevenLabsState(): ElevenLabsState {
  return {
    dubs: [],
    rejected_keys: [],
    credits_left: 100_000,
    bills: [],
    max_concurrent: 5,
    is_busy: false,
    plan: 'creator',
    processing_ms: 20_000,
    keeps_for_ms: 30 * DAY_MS,
    says_length: true,
    breaks_off: 0,
    last_number: 0,
  }
}

/** Changes the state as the seed says. */
export function applyElevenLabsSeed(state: ElevenLabsState, seed: ElevenLabsSeed): void {
  Object.assign(state, Object.fromEntries(Object.entries(seed).filter(([, value]) => value !== undefined)))
}

/** The state of a dub by the clock. */
export function statusOf(dub: StoredDub, nowMs: number): 'dubbing' | 'dubbed' | 'failed' {
  if (dub.error !== null) return 'failed'
  return nowMs >= dub.ready_at ? 'dubbed' : 'dubbing'
}

/** The dub of that id if it has not expired. */
export function findDub(state: ElevenLabsState, id: string, nowMs: number): StoredDub | undefined {
  return livingDubs(state, nowMs).find(({ dubbing_id }) => dubbing_id === id)
}

/** Without expired dubs. */
export const livingDubs = (state: ElevenLabsState, nowMs: number): StoredDub[] =>
  state.dubs.filter(({ ready_at }) => nowMs < ready_at + state.keeps_for_ms)
