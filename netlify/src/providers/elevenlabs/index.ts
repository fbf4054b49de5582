import { z } from 'zod'
import { readEnv } from '../../env.ts'
import { ProviderError } from '../errors.ts'
import { repeatSafely } from '../http.ts'
import type { ProviderFile } from '../stream.ts'
import { ask, openFile } from './client.ts'
import { toDub, type VendorDub } from './mapping.ts'
import { Dubbing, DubbingPage, Ordered } from './types.ts'

export type { ProviderFile } from '../stream.ts'

const PAGE_SIZE = 100
/** Ten thousand dubs: more pages mean that the paging is broken. */
const MAX_PAGES = 100

type Order = {
  /** The name under which `find` finds the order. */
  name: string
  /** A public URL without headers, because ElevenLabs reads it directly. */
  sourceUrl: string
  /** ISO 639-1. */
  language: string
}

/**
 * Dubbing by ElevenLabs. Everything but `order` may be repeated, and reading is repeated once automatically. All throw
 * `ProviderError`: `reconnect` (key refused), `rejected` (codes `quota_exceeded`, `plan_too_small`, …), `gone` or
 * `try_later` (codes `too_many_at_once`, `system_busy`, …).
 */
export type ElevenLabs = {
  /**
   * Orders a dub, which costs credits at once. Never repeated: unless the failure has a status of 300 to 499 (and not
   * 408), it is unknown whether ElevenLabs took the order. Then call `find`, and do not order again.
   */
  order(order: Order, signal?: AbortSignal): Promise<{ id: string; expectedSeconds: number | null }>
  get(id: string, signal?: AbortSignal): Promise<VendorDub>
  /** The dub of that name; null when there is none. */
  find(name: string, signal?: AbortSignal): Promise<VendorDub | null>
  /** Every dub of the account, newest first; pages are read as the caller needs them. */
  list(signal?: AbortSignal): AsyncGenerator<VendorDub>
  /** The finished file. A video comes as a video (`video/mp4`), everything else as sound. */
  open(id: string, language: string, options: { maxBytes: number; signal?: AbortSignal }): Promise<ProviderFile>
  /** Deletes the dub and its files. Deleting a dub that no longer exists is no error. */
  remove(id: string, signal?: AbortSignal): Promise<void>
}

/** ElevenLabs with that key. */
export function openElevenLabs(
  apiKey: string,
  { timeoutMs = 30_000, orderTimeoutMs = 120_000 }: { timeoutMs?: number; orderTimeoutMs?: number } = {},
): ElevenLabs {
  const account = { baseUrl: readEnv().ELEVENLABS_BASE_URL, apiKey, timeoutMs }
  const pathOf = (id: string) => `/v1/dubbing/${encodeURIComponent(id)}`

  async function* list(signal?: AbortSignal): AsyncGenerator<VendorDub> {
    let cursor = ''
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { page_size: String(PAGE_SIZE), filter_by_creator: 'personal', ...(cursor && { cursor }) }
      const answer = await repeatSafely(() => ask(account, DubbingPage, { path: '/v1/dubbing', query, signal }), {
        signal,
      })
      yield* answer.dubs.map(toDub)
      cursor = answer.next_cursor ?? ''
      if (!answer.has_more || !cursor) return
    }
  }

  return {
    async order({ name, sourceUrl, language }, signal) {
      const form = {
        name,
        source_url: sourceUrl,
        target_lang: language,
        source_lang: 'auto',
        num_speakers: '0',
        watermark: 'false',
        highest_resolution: 'true',
      }
      const slow = { ...account, timeoutMs: orderTimeoutMs }
      const ordered = await ask(slow, Ordered, { method: 'POST', path: '/v1/dubbing', form, signal })
      return { id: ordered.dubbing_id, expectedSeconds: ordered.expected_duration_sec ?? null }
    },
    get: (id, signal) =>
      repeatSafely(async () => toDub(await ask(account, Dubbing, { path: pathOf(id), signal })), { signal }),
    async find(name, signal) {
      for await (const dub of list(signal)) if (dub.name === name) return dub
      return null
    },
    list,
    open: (id, language, { maxBytes, signal }) =>
      openFile(account, { path: `${pathOf(id)}/audio/${encodeURIComponent(language)}`, maxBytes, signal }),
    async remove(id, signal) {
      await repeatSafely(() => ask(account, z.object({}), { method: 'DELETE', path: pathOf(id), signal }), {
        signal,
      }).catch((error: unknown) => {
        if (isGone(error)) return
        throw error
      })
    },
  }
}

const isGone = (error: unknown) => error instanceof ProviderError && error.outcome === 'gone'
