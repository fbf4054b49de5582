import type { FillResult, HubState } from '../../creator-hub/states.ts'
import type { HubTab } from '../../creator-hub/watch-tab.ts'

type Step = 'title' | 'asin' | 'file'
type Line = { tone: 'done' | 'waiting' | 'failed'; text: string }

const FAILURES: Record<Exclude<FillResult['outcome'], 'filled'>, Record<Step, string>> = {
  undone: {
    title: 'Amazon’s page removed the title. Copy it and paste it there.',
    asin: 'Amazon’s page removed the ASIN. Copy it and paste it there.',
    file: 'Amazon’s page removed the video. Download it and choose it there.',
  },
  not_taken: {
    title: 'Amazon did not take the title. Copy it and paste it there.',
    asin: 'Amazon did not take the ASIN. Copy it and paste it there.',
    file: 'Amazon did not take the video. Download it and drag it onto the page.',
  },
  not_found: {
    title: 'Title field not found. Copy the title and paste it there.',
    asin: 'Product search not found. Copy the ASIN and paste it there.',
    file: 'Upload field not found. Download the video and choose it there.',
  },
  waits: {
    title: 'Open the title on Amazon’s page first, then try again.',
    asin: 'Open the product search on Amazon’s page first, then try again.',
    file: 'Open the upload on Amazon’s page first, then try again.',
  },
  other_page: {
    title: 'The tab shows another page now. Nothing was filled in.',
    asin: 'The tab shows another page now. Nothing was filled in.',
    file: 'The tab shows another page now. Nothing was attached.',
  },
}

/** What became of one fill, in one sentence. */
export function resultWords(step: Step, result: FillResult): Line {
  if (result.outcome !== 'filled') {
    return { tone: result.outcome === 'waits' ? 'waiting' : 'failed', text: FAILURES[result.outcome][step] }
  }
  if (step === 'file') return { tone: 'done', text: `Attached ${result.value}` }
  if (step === 'asin') return { tone: 'done', text: 'Filled. Search for it on Amazon’s page.' }
  if (result.is_cut)
    return { tone: 'waiting', text: `Shortened to ${result.value.length} characters: “${result.value}”` }
  return { tone: 'done', text: 'Filled' }
}

const FIELDS: Record<Step, string> = { title: 'title', asin: 'product search', file: 'upload' }

/** The sentence above the buttons; null while everything works. */
export function pageWords(seen: NonNullable<HubTab>['seen'] | HubState): Line | null {
  if (seen.state === 'unreachable') {
    return {
      tone: 'waiting',
      text: 'Reload this tab to fill it in from here. OpSyncPro was installed or updated after it was opened.',
    }
  }
  if (seen.state === 'not_this_page') {
    return { tone: 'waiting', text: 'This page has nothing to fill in. Open the upload page of this task.' }
  }
  if (seen.state !== 'changed') return null
  const names = (['title', 'asin', 'file'] as const).filter((name) => seen.targets[name] === 'changed')
  const fields = new Intl.ListFormat('en').format(names.map((name) => FIELDS[name]))
  return {
    tone: 'waiting',
    text: `Amazon changed this page: OpSyncPro cannot find the ${fields}. Copy what you need here.`,
  }
}
