import { findPage } from '#core/creator-hub/find-page.ts'
import type { HubPage, SelectorData, TargetName } from '#core/creator-hub/schema.ts'
import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'
import type { TargetState } from '../../creator-hub/states.ts'
import { allFields, findField, isOpenerThere, isTextField, isVideoInput } from './find-element.ts'

export type Inspection =
  | { page: null }
  | { page: HubPage; marketplace: MarketplaceCode; targets: Partial<Record<TargetName, TargetState>> }

/** Tests every selector of this page, without changing anything. */
export function inspectPage(data: SelectorData): Inspection {
  const marketplace = marketplaceOfHost(location.hostname)
  const page = findPage(data, location.pathname)
  if (!page || !marketplace) return { page: null }
  const targets: Partial<Record<TargetName, TargetState>> = {}
  for (const name of ['title', 'asin', 'file'] as const) {
    const target = page.targets[name]
    if (!target) continue
    const isThere = name === 'file' ? findField(target, data, isVideoInput) : findField(target, data, isTextField)
    targets[name] = isThere ? 'works' : isOpenerThere(target) ? 'waits' : 'changed'
  }
  return { page, marketplace, targets }
}

/**
 * A hash of the kinds of fields on this page, so that the same change, seen by many people, is one. It reads element
 * names, types and the names of attributes; no text, no value and no id, which may name a person or a video.
 */
export async function shapeOfPage(): Promise<string> {
  const fields = allFields().map((field) => {
    const attributes = field.getAttributeNames().filter((name) => /^[a-z-]{1,40}$/.test(name))
    return [field.localName, field.getAttribute('type') ?? '', ...attributes.toSorted()].join(' ')
  })
  const bytes = new TextEncoder().encode(fields.slice(0, 500).join('\n'))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
