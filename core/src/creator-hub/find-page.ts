import { type MarketplaceCode, marketplaceOfHost } from '../marketplaces.ts'
import type { HubPage, SelectorData } from './schema.ts'

// Amazon prefixes the path with the language a person chose: /-/en/creatorhub/…
const LANGUAGE_PREFIX = /^\/-\/[A-Za-z_-]{2,8}(?=\/)/
const HUB = /^\/(?:creatorhub|create)(?:\/|$)/

/** The path as the templates write it: without language, and without a slash at the end. */
const plainPath = (pathname: string) => pathname.replace(LANGUAGE_PREFIX, '').replace(/(?<=.)\/$/, '')

/** The marketplace of a page of Creator Hub, with or without a form. Null for every other URL. */
export function hubMarketplaceOf(address: string | undefined): MarketplaceCode | null {
  if (!address || !URL.canParse(address)) return null
  const { protocol, hostname, port, pathname } = new URL(address)
  if (protocol !== 'https:' || port !== '' || !hostname.startsWith('www.') || !HUB.test(plainPath(pathname)))
    return null
  const code = marketplaceOfHost(hostname)
  // Not a shop inside of a shop, such as www.business.amazon.com.
  return code && hostname.split('.amazon.').length === 2 && hostname.startsWith('www.amazon.') ? code : null
}

/** The page of the selector data that a URL belongs to; null when it has no form that we know. */
export function findPage(data: SelectorData, pathname: string): HubPage | null {
  const segments = plainPath(pathname).split('/')
  // A plain segment is more exact than `{id}`: /creatorhub/video/upload is no video.
  const found = data.pages
    .flatMap((page) => page.paths.map((path) => ({ page, parts: path.split('/') })))
    .filter(({ parts }) => parts.length === segments.length)
    .filter(({ parts }) => parts.every((part, at) => part === segments[at] || (part === '{id}' && segments[at] !== '')))
    .toSorted((one, other) => placeholders(one.parts) - placeholders(other.parts))
  return found[0]?.page ?? null
}

const placeholders = (parts: readonly string[]) => parts.filter((part) => part === '{id}').length
