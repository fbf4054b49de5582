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
/** The only part of IPv6 that is the public internet; the rest is unassigned, or holds IPv4 addresses in an old form. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/** Whether an IP address is one of the public internet: nothing of this machine, its network or its cloud. */
export function isPublicIp(text: string): boolean {
  if (isIP(text) === 4) return ipaddr.IPv4.parse(text).range() === 'unicast'
  // ipaddr.js reads `::8.8.8.8` as `::ffff:8.8.8.8`; a URL writes digits only. It has no place for a zone.
  const host = URL.parse(`http://[${text}]/`)?.hostname
  if (isIP(text) !== 6 || host === undefined) return false
  const address = ipaddr.IPv6.parse(host.slice(1, -1))
  // An IPv4 address inside an IPv6 one is judged as what it is.
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().range() === 'unicast'
  return address.match(GLOBAL) && address.range() === 'unicast'
}

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
const isLocalName = (host: string) => /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.*$/i.test(host)
