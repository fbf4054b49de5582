import { type DomainId, isDomainId } from './domains.ts'
import { invalidParameter, KeepaRefusal } from './respond.ts'

/** The `domain` every request needs. */
export function readDomain(query: URLSearchParams): DomainId {
  const text = query.get('domain') ?? ''
  const domain = Number(text)
  if (!/^\d+$/.test(text) || !isDomainId(domain))
    throw new KeepaRefusal(400, 'invalidParameter', 'domain parameter invalid')
  return domain
}

/** A whole number, or undefined when it was not sent. */
export function readInteger(query: URLSearchParams, name: string, { min, max }: { min: number; max: number }) {
  const text = query.get(name)
  if (text === null || text === '') return undefined
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || value < min || value > max) throw invalidParameter(name)
  return value
}

/** `1` is on; `0` and absence are off. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  return readInteger(query, name, { min: 0, max: 1 }) === 1
}

/** The days a `stats` parameter covers, counted back from now; undefined when it was not sent. */
export function readStatsWindow(query: URLSearchParams, nowMs: number): { fromMs: number; toMs: number } | undefined {
  const text = query.get('stats')
  if (text === null || text === '') return undefined
  if (/^\d+$/.test(text) && Number(text) > 0) return { fromMs: nowMs - Number(text) * 86_400_000, toMs: nowMs }
  const dates = text.split(',').map((part) => (/^\d+$/.test(part) ? Number(part) : Date.parse(part)))
  const [fromMs, toMs] = dates
  if (dates.length !== 2 || fromMs === undefined || toMs === undefined || !(fromMs < toMs))
    throw invalidParameter('stats')
  return { fromMs, toMs }
}

/** A comma separated list without empty entries. */
export function readList(query: URLSearchParams, name: string): string[] | undefined {
  return query
    .get(name)
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
