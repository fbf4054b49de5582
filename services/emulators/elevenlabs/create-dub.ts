import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { ElevenLabsRefusal, misfit, refuse } from './answer.ts'
import { type Media, readMedia } from './read-media.ts'
import { type ElevenLabsState, livingDubs, type StoredDub, statusOf } from './state.ts'

const MAX_BYTES = 1_000_000_000
const MAX_SECONDS = 2.5 * 60 * 60
const CREDITS_PER_MINUTE = { clean: 3000, watermarked: 2000 }
const FETCH_TIMEOUT_MS = 60_000

const LANGUAGES = new Set(
  'en hi pt zh es fr de ja ar ru ko id it nl tr pl sv fil ms ro uk el cs da fi bg hr sk ta'.split(' '),
)
const TEXTS = ['name', 'source_url', 'source_lang', 'target_lang', 'target_accent', 'mode']
const NUMBERS = ['num_speakers', 'start_time', 'end_time', 'csv_fps']
const SWITCHES = [
  'watermark',
  'highest_resolution',
  'drop_background_audio',
  'use_profanity_filter',
  'dubbing_studio',
  'disable_voice_cloning',
]
const FILES = ['file', 'csv_file', 'foreground_audio_file', 'background_audio_file']

/** `POST /v1/dubbing`: receives the original, charges for it, and starts. Throws `ElevenLabsRefusal`. */
export async function createDub(request: Request, context: EmulatorContext<ElevenLabsState>): Promise<StoredDub> {
  const { store, clock } = context
  const { state } = store
  const form = await readForm(request)
  const order = readOrder(form)
  if (state.is_busy) throw refuse(429, 'system_busy', 'Our services are experiencing high traffic. Try again later.')
  const running = livingDubs(state, clock.now()).filter((dub) => statusOf(dub, clock.now()) === 'dubbing').length
  if (running >= state.max_concurrent) {
    throw refuse(429, 'too_many_concurrent_requests', 'Too many concurrent requests.', {
      'current-concurrent-requests': String(running),
      'maximum-concurrent-requests': String(state.max_concurrent),
    })
  }
  if (!order.watermark && state.plan === 'free') {
    throw refuse(403, 'only_for_creator+', 'Dubbing without a watermark is for Creator plans and above.')
  }

  const dubbing_id = randomBytes(15).toString('base64url').replaceAll(/[-_]/g, 'x')
  const path = join(store.filesFolder, dubbing_id)
  try {
    const size_bytes = await receive(order, path)
    const media = await checkMedia(path)
    const rate = order.watermark ? CREDITS_PER_MINUTE.watermarked : CREDITS_PER_MINUTE.clean
    const credits = Math.ceil((Math.ceil(media.duration_seconds) * rate) / 60)
    if (credits > state.credits_left) {
      throw refuse(401, 'quota_exceeded', `You have ${state.credits_left} credits remaining, ${credits} are required.`)
    }
    state.credits_left -= credits
    state.last_number += 1
    const dub: StoredDub = {
      dubbing_id,
      name: order.name ?? `Dubbing ${state.last_number}`,
      target_lang: order.target_lang,
      source_lang: order.source_lang,
      content_type: media.content_type,
      duration_seconds: media.duration_seconds,
      file: dubbing_id,
      size_bytes,
      credits,
      watermark: order.watermark,
      created_at: clock.now(),
      ready_at: clock.now() + state.processing_ms,
      error: null,
    }
    state.dubs.push(dub)
    state.bills.push({ dubbing_id, name: dub.name, credits })
    return dub
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function readForm(request: Request): Promise<FormData> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    throw misfit('body', 'target_lang', 'Field required', 'missing')
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES + 1_000_000) throw tooLarge()
  return request.formData().catch(() => {
    throw new ElevenLabsRefusal(400, { detail: 'There was an error parsing the body' })
  })
}

type Order = {
  name: string | undefined
  source_lang: string
  target_lang: string
  watermark: boolean
  source: { url: string } | { file: File }
}

function readOrder(form: FormData): Order {
  for (const name of form.keys()) {
    if (![...TEXTS, ...NUMBERS, ...SWITCHES, ...FILES].includes(name)) {
      throw misfit('body', name, 'Extra inputs are not permitted', 'extra_forbidden')
    }
  }
  const text = (name: string) => {
    const value = form.get(name)
    if (value !== null && typeof value !== 'string') throw misfit('body', name, 'Input should be a valid string')
    return value ?? undefined
  }
  for (const name of NUMBERS) {
    const value = text(name)
    if (value !== undefined && !/^\d+$/.test(value))
      throw misfit('body', name, 'Input should be a valid integer', 'int_parsing')
  }
  for (const name of SWITCHES) {
    const value = text(name)
    if (value !== undefined && value !== 'true' && value !== 'false') {
      throw misfit('body', name, 'Input should be a valid boolean', 'bool_parsing')
    }
  }
  if (Number(text('num_speakers') ?? 0) > 9)
    throw misfit('body', 'num_speakers', 'Input should be less than or equal to 9')
  if ((text('mode') ?? 'automatic') !== 'automatic') throw misfit('body', 'mode', 'Manual mode is not built here')
  const target_lang = text('target_lang')
  if (!target_lang) throw misfit('body', 'target_lang', 'Field required', 'missing')
  if (!LANGUAGES.has(target_lang)) throw misfit('body', 'target_lang', 'Not a language we dub into')
  const source_lang = text('source_lang') ?? 'auto'
  if (source_lang !== 'auto' && !LANGUAGES.has(source_lang))
    throw misfit('body', 'source_lang', 'Not a language we know')
  return {
    name: text('name'),
    target_lang,
    source_lang,
    watermark: text('watermark') === 'true',
    source: readSource(form, text('source_url')),
  }
}

function readSource(form: FormData, url: string | undefined): Order['source'] {
  const file = form.get('file')
  if (file instanceof File) {
    if (url !== undefined) throw misfit('body', 'source_url', 'Send a file or a source_url, not both')
    return { file }
  }
  if (url === undefined) throw misfit('body', 'file', 'Send a file or a source_url', 'missing')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw misfit('body', 'source_url', 'Input should be a valid URL')
  return { url }
}

const tooLarge = () => refuse(400, 'file_too_large', 'The file is larger than 1 GB.')

async function receive({ source }: Order, path: string): Promise<number> {
  let size = 0
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      done(size > MAX_BYTES ? tooLarge() : null, chunk)
    },
  })
  const body = 'file' in source ? source.file.stream() : await fetchSource(source.url)
  // safe: the same web stream; Node and the DOM declare it twice
  await pipeline(Readable.fromWeb(body as NodeReadableStream), watch, createWriteStream(path))
  return size
}

async function fetchSource(url: string): Promise<ReadableStream> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) }).catch(() => null)
  if (!response?.ok || !response.body) {
    await response?.body?.cancel()
    throw refuse(400, 'invalid_source_url', 'The source could not be fetched.')
  }
  return response.body
}

async function checkMedia(path: string): Promise<Media> {
  const media = await readMedia(path)
  if (!media) throw refuse(400, 'invalid_file_type', 'The file is neither audio nor video.')
  if (media.duration_seconds > MAX_SECONDS) throw refuse(400, 'file_too_long', 'The file is longer than 2.5 hours.')
  return media
}
