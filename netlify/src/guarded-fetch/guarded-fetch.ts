import { type Agent, fetch } from 'undici'
import { guardedAgent } from './fetch-bytes.ts'
import { judgeUrl } from './judge-address.ts'

const agents = new Map<string, Agent>()

/**
 * `fetch` for an address that a vendor gave, by the same rules as `fetchBytes`: the address and all that its name
 * resolves to are judged, and the connection goes to a judged one. Follows no redirect. Throws `AddressRefused` before
 * anything is asked, and what `fetch` throws when a name resolves to a refused address.
 */
export async function guardedFetch(
  url: URL,
  init: RequestInit & { signal: AbortSignal },
  allowedOrigins: readonly string[],
): Promise<Response> {
  judgeUrl(url.href, allowedOrigins)
  const key = allowedOrigins.join(' ')
  const agent = agents.get(key) ?? guardedAgent({ allowedOrigins })
  agents.set(key, agent)
  const sent = { ...init, redirect: 'manual', dispatcher: agent } as Parameters<typeof fetch>[1] // safe: the same fields; Node's own types name the older version of this library
  return (await fetch(url, sent)) as unknown as Response // safe: the same standard object, of the library that Node's own is built from
}
