import type { InfluencerTask, MissingPart, TaskStatus } from './schema.ts'

/** The name of a task's status, in the dashboard and in the panel. */
export const TASK_STATUS_WORDS: Record<TaskStatus, string> = {
  pending: 'To do',
  completed: 'Completed',
  skipped: 'Skipped',
}

/** What a task may miss, as the choices of a filter. */
export const MISSING_FILTER_WORDS: Record<MissingPart | 'nothing', string> = {
  nothing: 'Ready to upload',
  no_video: 'No video',
  needs_dub: 'Needs a dub',
  not_available: 'Not available there',
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })

/** What one task misses, in the dashboard and in the panel: "No video", "Needs German", "Not available there". */
export function missingWords(part: MissingPart, { upload_language, variant }: InfluencerTask): string {
  if (part !== 'needs_dub') return MISSING_FILTER_WORDS[part]
  const language = LANGUAGES.of(upload_language) ?? upload_language
  const isBeingMade = variant?.state === 'pending' || variant?.state === 'processing'
  return isBeingMade ? `${language} version is being made` : `Needs ${language}`
}
