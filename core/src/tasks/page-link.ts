import { type MarketplaceCode, marketplace } from '../marketplaces.ts'

/**
 * The https link to a page of this Amazon marketplace, written in full, or null. The database checks the same rule
 * (`private.check_page_link`).
 */
export function readPageLink(code: MarketplaceCode, typed: string): string | null {
  const text = typed.trim()
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(full)) return null
  const { protocol, hostname, port, username, password, href } = new URL(full)
  const { domain } = marketplace(code)
  const isThere = hostname === domain || hostname.endsWith(`.${domain}`)
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === ''
  return isThere && isPlain && /^[a-z0-9.-]+$/.test(hostname) && href.length <= 2000 ? href : null
}
