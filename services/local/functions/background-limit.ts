import { AsyncLocalStorage } from 'node:async_hooks'

/** Netlify's limit for a background function. */
export const BACKGROUND_MS = 15 * 60_000

const running = new AsyncLocalStorage<AbortSignal>()

/**
 * Runs a background function for `ms` at most. The platform then ends its process; this process lives on, so the
 * function's requests end and no further one is sent: it can change nothing any more. Answers whether it was ended.
 */
export async function withinBackgroundLimit(work: () => Promise<unknown>, ms: number): Promise<boolean> {
  const end = new AbortController()
  const over = Promise.withResolvers<true>()
  const timer = setTimeout(() => {
    end.abort(new Error(`A background function ends after ${ms / 60_000} minutes.`))
    over.resolve(true)
  }, ms)
  timer.unref()
  try {
    return await Promise.race([over.promise, running.run(end.signal, work).then(() => false)])
  } finally {
    clearTimeout(timer)
  }
}

/** Makes `fetch` keep the limit. Answers a function that undoes it. */
export function endRequestsWithFunction(): () => void {
  const original = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const end = running.getStore()
    if (!end) return original(input, init)
    const own = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    return original(input, { ...init, signal: own ? AbortSignal.any([own, end]) : end })
  }
  return () => {
    globalThis.fetch = original
  }
}
