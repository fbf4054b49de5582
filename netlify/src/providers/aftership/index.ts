import { parseCleanJson } from '#core/text.ts'
import { readEnv } from '../../env.ts'
import { log } from '../../log.ts'
import { repeatSafely } from '../http.ts'
import { ask, parseAnswer } from './client.ts'
import { type ShipmentNews, toNews } from './mapping.ts'
import { Existing, Tracking, TrackingPage, WebhookMessage } from './types.ts'

export type { ShipmentNews } from './mapping.ts'

/** How many numbers one list may name. */
export const AFTERSHIP_MAX_NUMBERS = 50

const PAGE_SIZE = 200
/** One number with that many carriers, times fifty: more pages mean that the paging is broken. */
const MAX_PAGES = 20

/**
 * Shipment tracking. Everything but `create` only reads, and is repeated once automatically. All throw `ProviderError`:
 * `reconnect` (key refused), `rejected`, `gone` (unknown tracking) or `try_later`.
 */
export type AfterShip = {
  /**
   * Registers a number, which costs quota; a registered number is answered unchanged, for nothing. After `try_later` it
   * is unknown whether the number is registered: call `find` before calling this again.
   */
  create(shipment: NewShipment, signal?: AbortSignal): Promise<{ news: ShipmentNews; spent: 0 | 1 }>
  get(id: string, signal?: AbortSignal): Promise<ShipmentNews>
  /** The tracking of that number, and of that carrier when one is named; null when there is none. */
  find(trackingNumber: string, carrierSlug: string | null, signal?: AbortSignal): Promise<ShipmentNews | null>
  /** Everything about up to fifty numbers, page by page. */
  list(trackingNumbers: readonly string[], signal?: AbortSignal): Promise<ShipmentNews[]>
}

type NewShipment = { trackingNumber: string; carrierSlug: string | null; title: string; orderId: string }

/** AfterShip with the server's key; null while none is configured. */
export function openAfterShip({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): AfterShip | null {
  const { AFTERSHIP_API_KEY, AFTERSHIP_BASE_URL } = readEnv()
  if (!AFTERSHIP_API_KEY) return null
  const account = { baseUrl: AFTERSHIP_BASE_URL, apiKey: AFTERSHIP_API_KEY, timeoutMs }

  const read = (path: string, query: Record<string, string>, signal: AbortSignal | undefined) =>
    repeatSafely(() => ask(account, { path, query, signal }), { signal })

  const aftership: AfterShip = {
    async create({ trackingNumber, carrierSlug, title, orderId }, signal) {
      const body = {
        tracking_number: trackingNumber,
        ...(carrierSlug !== null && { slug: carrierSlug }),
        title,
        order_id: orderId,
      }
      const { data, isExisting } = await ask(account, { method: 'POST', path: '/trackings', body, signal })
      if (!isExisting) return { news: toNews(parseAnswer(Tracking, data)), spent: 1 }
      const existing = Existing.safeParse(data)
      if (existing.success) return { news: await aftership.get(existing.data.id, signal), spent: 0 }
      const found = await aftership.find(trackingNumber, carrierSlug, signal)
      // "Exists" and then "not found": the tracking was deleted between the two requests.
      return { news: found ?? toNews(parseAnswer(Tracking, undefined)), spent: 0 }
    },
    async get(id, signal) {
      const { data } = await read(`/trackings/${encodeURIComponent(id)}`, {}, signal)
      return toNews(parseAnswer(Tracking, data))
    },
    async find(trackingNumber, carrierSlug, signal) {
      const found = await aftership.list([trackingNumber], signal)
      return found.find(({ carrier_slug }) => carrierSlug === null || carrier_slug === carrierSlug) ?? null
    },
    async list(trackingNumbers, signal) {
      if (trackingNumbers.length > AFTERSHIP_MAX_NUMBERS)
        throw new RangeError(`At most ${AFTERSHIP_MAX_NUMBERS} numbers`)
      const query = { tracking_numbers: trackingNumbers.join(','), limit: String(PAGE_SIZE) }
      const news: ShipmentNews[] = []
      let cursor = ''
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const { data } = await read('/trackings', { ...query, ...(cursor && { cursor }) }, signal)
        const { trackings, pagination } = parseAnswer(TrackingPage, data)
        news.push(...trackings.flatMap((row) => readTracking(row) ?? []))
        cursor = pagination?.next_cursor ?? ''
        if (!pagination?.has_next_page || !cursor) break
      }
      return news
    },
  }
  return aftership
}

// One tracking in a shape we do not know must not hide the others of its page.
function readTracking(row: unknown): ShipmentNews | null {
  const tracking = Tracking.safeParse(row)
  if (tracking.success) return toNews(tracking.data)
  log.warn('aftership.tracking_unreadable', { fields: tracking.error.issues.map(({ path }) => path.join('.')).join() })
  return null
}

/** The event of a webhook whose signature was checked; null for an event that we do not use. */
export function readTrackingEvent(rawBody: string): { eventId: string; news: ShipmentNews } | null {
  try {
    const message = WebhookMessage.parse(parseCleanJson(rawBody))
    return message.event === 'tracking_update' ? { eventId: message.event_id, news: toNews(message.msg) } : null
  } catch {
    return null
  }
}
