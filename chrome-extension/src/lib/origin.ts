export type OriginAnswer = { ok: true; origin: string } | { ok: false; error: string }

/**
 * The origin of a typed address: a path is left out, a missing scheme becomes https, on this machine http. Only https
 * or this machine: a password must not cross a network unencrypted.
 */
export function readOrigin(typed: string): OriginAnswer {
  const text = typed.trim()
  if (text === '') return { ok: false, error: 'Enter the link, such as https://app.example.com.' }
  const scheme = /^(localhost|127\.0\.0\.1|\[::1\])([:/]|$)/i.test(text) ? 'http://' : 'https://'
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : scheme + text
  if (!URL.canParse(full)) return { ok: false, error: 'This is not a link, such as https://app.example.com.' }
  const url = new URL(full)
  if (url.username || url.password) return { ok: false, error: 'Leave name and password out of the link.' }
  if (isPrivate(url)) return { ok: true, origin: url.origin }
  return { ok: false, error: 'The link must begin with https://. Only this computer may use http://.' }
}

/** Whether what is sent there stays private: https, or http on this machine. */
export const isPrivate = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

/** The server that this extension was built for. */
export const BUILT_ORIGIN: string = import.meta.env?.OPSYNCPRO_ORIGIN ?? 'http://127.0.0.1:8888'

/** True for a page of the dashboard that this extension was built for. `npm start` may choose another port. */
export function isDashboard(address: string): boolean {
  const [page, built] = [new URL(address), new URL(BUILT_ORIGIN)]
  const isSamePort = isLoopback(built.hostname) || page.port === built.port
  return page.protocol === built.protocol && page.hostname === built.hostname && isSamePort
}

const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'

/** An origin for people: the host, and the port if it has one. */
export const originName = (origin: string): string => new URL(origin).host
