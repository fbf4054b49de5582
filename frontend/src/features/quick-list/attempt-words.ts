import type { QuickList, QuickListStep, QuickListStepState } from '#core/quick-list/schema.ts'
import type { Tone } from '#ui/badge.tsx'

export const STEP_NAMES: Readonly<Record<QuickListStep, string>> = {
  item: 'Inventory item',
  offer: 'Offer',
  publish: 'On sale',
}

export const STEP_WORDS: Readonly<Record<QuickListStepState, string>> = {
  waiting: 'Waiting',
  doing: 'Asking eBay …',
  done: 'Done',
  failed: 'eBay said no',
  removed: 'Taken away again',
  left: 'Still on eBay',
}

export const STATE_WORDS: Readonly<Record<QuickList['state'], { tone: Tone; word: string }>> = {
  running: { tone: 'info', word: 'Being listed' },
  undoing: { tone: 'waiting', word: 'Taking things away' },
  listed: { tone: 'done', word: 'Listed' },
  failed: { tone: 'failed', word: 'Not listed' },
}
