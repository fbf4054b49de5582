import { findPage } from '#core/creator-hub/find-page.ts'
import type { SelectorData, Target, TargetName } from '#core/creator-hub/schema.ts'
import { type MarketplaceCode, marketplaceOfHost } from '#core/marketplaces.ts'
import type { FillResult } from '../../creator-hub/states.ts'
import type { HandlersOf } from '../../messaging/handle-messages.ts'
import type { TabMessages } from '../../messaging/messages.ts'
import { afterNow, attachFile, fillField, titleFor, type WaitUntil } from './fill-field.ts'
import { findField, isOpenerThere, isTextField, isVideoInput } from './find-element.ts'
import { createPageWatch } from './watch-page.ts'

type Place = { selectors: SelectorData; marketplace: MarketplaceCode }

/** What the script in the tab does for the panel. It fills in what a person asked for, and presses nothing. */
export function createTabHandlers({ waits = afterNow }: { waits?: () => WaitUntil } = {}): HandlersOf<TabMessages> {
  const watch = createPageWatch()
  return {
    'creator-hub/watch': ({ selectors, seen }) => watch.next(selectors, seen),
    'creator-hub/fill-title': async ({ title, ...place }) => {
      const target = targetHere(place, 'title')
      if (!target) return { outcome: 'other_page' }
      const field = findField(target, place.selectors, isTextField)
      if (!field) return notFound(target)
      const limit = place.selectors.title_max_length
      const text = titleFor(field, title, limit)
      const outcome = await fillField(field, text, { target, limit, waitUntil: waits() })
      if (outcome !== 'filled') return { outcome }
      return { outcome, value: text, is_cut: text !== title.replace(/\s+/g, ' ').trim() }
    },
    'creator-hub/fill-asin': async ({ asin, ...place }) => {
      const target = targetHere(place, 'asin')
      if (!target) return { outcome: 'other_page' }
      const field = findField(target, place.selectors, isTextField)
      if (!field) return notFound(target)
      const outcome = await fillField(field, asin, { target, limit: null, waitUntil: waits() })
      return outcome === 'filled' ? { outcome, value: asin, is_cut: false } : { outcome }
    },
    'creator-hub/probe-file': async ({ blob }) => blob.size,
    'creator-hub/attach-file': async ({ file, ...place }) => {
      const target = targetHere(place, 'file')
      if (!target) return { outcome: 'other_page' }
      const input = findField(target, place.selectors, isVideoInput)
      return input ? attachFile(input, file, waits()) : notFound(target)
    },
  }
}

/** The target on this page; null when the tab shows another marketplace or page than the person chose. */
function targetHere({ selectors, marketplace }: Place, name: TargetName): Target | null {
  if (marketplaceOfHost(location.hostname) !== marketplace) return null
  return findPage(selectors, location.pathname)?.targets[name] ?? null
}

const notFound = (target: Target): FillResult => ({ outcome: isOpenerThere(target) ? 'waits' : 'not_found' })
