import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Why our server asks nothing of an address. The reason never names what the address leads to. */
export class AddressRefused extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'AddressRefused'
  }
}

const PORTS = new Set(['', '80', '443'])
// ipaddr.js calls these unicast. `::/96` holds IPv4 addresses in an old form: [::127.0.0.1] is this machine.
const IPV4_COMPATIBLE = ipaddr.IPv6.parseCIDR('::/96')
// Local-use NAT64 and discard-only addresses lead to networks of somebody's own.
const OWN_NETWORKS = ['64:ff9b:1::/48', '100::/64', '2001:db8::/32', '5f00::/16'].map((text) =>
  ipaddr.IPv6.parseCIDR(text),
)

/** Whether an IP address is one of the public internet: nothing of this machine, its network or its cloud. */
export function isPublicIp(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const parsed = ipaddr.parse(text)
  if (parsed instanceof ipaddr.IPv6 && (parsed.zoneId !== undefined || isOwn(parsed))) return false
  // An IPv4 address inside an IPv6 one is judged as what it is.
  return ipaddr.process(text).range() === 'unicast'
}

const isOwn = (address: ipaddr.IPv6): boolean =>
  [IPV4_COMPATIBLE, ...OWN_NETWORKS].some((range) => address.match(range))

/**
 * Reads a URL that a person or a vendor gave. Throws `AddressRefused` for what our server never asks: another scheme,
 * another port than 80 and 443, credentials, or an IP address that is not public. A name is judged when it is resolved.
 * `allowedOrigins`: the emulators of this machine, each with its port.
 */
export function judgeUrl(text: string, allowedOrigins: readonly string[] = []): URL {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new AddressRefused('This is not a web link.')
  if (url.username !== '' || url.password !== '') throw new AddressRefused('A link must not hold a password.')
  if (allowedOrigins.includes(url.origin)) return url
  if (!PORTS.has(url.port)) throw new AddressRefused('A link must use the usual ports of the web.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !isPublicIp(host)) throw new AddressRefused('This link leads to a private address.')
  if (isIP(host) === 0 && isLocalName(host)) throw new AddressRefused('This link leads to a private address.')
  return url
}

// Names that resolvers answer without asking anybody.
const isLocalName = (host: string) => /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i.test(host)
