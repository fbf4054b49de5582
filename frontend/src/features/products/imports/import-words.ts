import type { ImportOutcome, ImportState, ProductImport } from '#core/products/imports/contract.ts'
import type { Tone } from '#ui/badge.tsx'

export const OUTCOMES: readonly ImportOutcome[] = ['new', 'updated', 'unchanged', 'skipped', 'bad']

export const OUTCOME_WORDS: Record<ImportOutcome, { label: string; tone: Tone }> = {
  new: { label: 'New', tone: 'done' },
  updated: { label: 'Updated', tone: 'info' },
  unchanged: { label: 'Unchanged', tone: 'neutral' },
  skipped: { label: 'Skipped', tone: 'waiting' },
  bad: { label: 'Not imported', tone: 'failed' },
}

const STATE_WORDS: Record<ImportState, { label: string; tone: Tone }> = {
  receiving: { label: 'Not all rows sent', tone: 'waiting' },
  mapping: { label: 'Columns to match', tone: 'waiting' },
  checking: { label: 'Checking', tone: 'info' },
  ready: { label: 'Ready to import', tone: 'waiting' },
  running: { label: 'Importing', tone: 'info' },
  done: { label: 'Imported', tone: 'done' },
  failed: { label: 'Stopped', tone: 'failed' },
  cancelled: { label: 'Discarded', tone: 'neutral' },
}

/** The state of an import as a label. */
export const stateWords = ({ state, is_undone }: ProductImport) =>
  is_undone ? { label: 'Undone', tone: 'neutral' as const } : STATE_WORDS[state]

/** The title of the pages of an import. */
export const importTitle = (isCatalog: boolean) => (isCatalog ? 'Import to the catalog' : 'Import products')

/** The step of an import, from 0, as the page counts the steps. */
export const STEPS = ['File', 'Columns', 'Check', 'Import'] as const
export const stepOf = ({ state, is_started }: ProductImport): number => {
  if (state === 'receiving') return 0
  if (state === 'done') return STEPS.length
  if (is_started) return 3
  return state === 'mapping' ? 1 : 2
}
