import { formatPercent } from '#core/percent.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import type { ListedVideo } from '#core/videos/listed-video.ts'
import type { DubLanguage, TranscodeProfile, VideoVariant } from '#core/videos/schema.ts'

/** `waiting`: a temporary obstacle. `none`: nothing was requested, so nothing is missing. */
export type StepStatus = 'done' | 'working' | 'waiting' | 'failed' | 'none'

/** How a failed step is tried again. */
export type StepRetry =
  | { kind: 'transcode'; profile: TranscodeProfile }
  | { kind: 'dub'; language: DubLanguage }
  | { kind: 'thumbnail' }

export type VideoStep = {
  name: string
  status: StepStatus
  /** The reason, or the progress. */
  words: string
  /** Percent, where it is known. */
  progress?: number
  retry?: StepRetry
}

/** The steps of a video, from its rows. */
export const stepsOf = (video: ListedVideo): VideoStep[] => [
  { name: 'Uploaded', status: 'done', words: video.source === 'onedrive' ? 'In OneDrive' : 'In our storage' },
  checked(video),
  transcoded(video),
  pictured(video),
  dubbed(video),
  onAmazon(video),
  posted(video),
]

function checked(video: ListedVideo): VideoStep {
  const name = 'Checked'
  if (video.check_state === 'failed') {
    const words = video.check_error ?? "Couldn't be checked."
    return { name, status: 'failed', words, retry: { kind: 'transcode', profile: 'standard' } }
  }
  if (video.check_state === 'pending') {
    // The conversion checks the video first; without a running conversion the icon does not spin.
    const isBeing = video.variants.some(
      (variant) => variant.kind === 'transcode' && isGoing(variant) && variant.waiting_reason === null,
    )
    return isBeing
      ? { name, status: 'working', words: 'Checking…' }
      : { name, status: 'none', words: 'Waits for the conversion' }
  }
  const size = video.width !== null && video.height !== null ? `${video.width} × ${video.height}` : 'A whole video'
  return { name, status: 'done', words: size }
}

function transcoded({ variants, check_state }: ListedVideo): VideoStep {
  const name = 'Transcoded'
  const made = variants.filter(({ kind }) => kind === 'transcode')
  // A video that cannot be read cannot be converted either: one Retry, at the step that failed first.
  if (check_state === 'failed') return { name, status: 'none', words: 'Waits for the check' }
  if (made.length === 0) return { name, status: 'none', words: 'Not asked for' }
  const failed = made.find(({ state }) => state === 'failed')
  if (failed) {
    const words = failed.error ?? 'It could not be converted.'
    return { name, status: 'failed', words, retry: { kind: 'transcode', profile: failed.profile ?? 'standard' } }
  }
  const going = made.find(isGoing)
  if (going) return working(name, going, 'Converting')
  return { name, status: 'done', words: 'Plays everywhere' }
}

function pictured({ thumbnail }: ListedVideo): VideoStep {
  const name = 'Thumbnail'
  if (thumbnail === null) return { name, status: 'none', words: 'Not yet' }
  const { state, error, has_warnings } = thumbnail
  if (state === 'failed') {
    return { name, status: 'failed', words: error ?? 'It could not be made.', retry: { kind: 'thumbnail' } }
  }
  if (state === 'ready') return { name, status: 'done', words: has_warnings ? 'Made, with a warning' : 'Made' }
  return { name, status: 'working', words: 'Being made' }
}

function dubbed({ variants }: ListedVideo): VideoStep {
  const name = 'Dubbed'
  const dubs = variants.flatMap((variant) =>
    variant.language === null ? [] : [{ ...variant, language: variant.language }],
  )
  const failed = dubs.find(({ state }) => state === 'failed')
  if (failed) {
    const words = `${DUB_LANGUAGE_NAMES[failed.language]}: ${failed.error ?? 'It could not be dubbed.'}`
    return { name, status: 'failed', words, retry: { kind: 'dub', language: failed.language } }
  }
  const going = dubs.find(isGoing)
  if (going) return working(name, going, DUB_LANGUAGE_NAMES[going.language])
  if (dubs.length === 0) return { name, status: 'none', words: 'No language asked for' }
  return { name, status: 'done', words: dubs.map(({ language }) => DUB_LANGUAGE_NAMES[language]).join(', ') }
}

function onAmazon({ tasks }: ListedVideo): VideoStep {
  const name = 'On Amazon'
  const total = tasks.pending + tasks.completed
  if (total === 0) return { name, status: 'none', words: 'No task carries it' }
  const words = `${tasks.completed} of ${total} uploaded`
  return { name, status: tasks.pending === 0 ? 'done' : 'working', words }
}

function posted({ posts }: ListedVideo): VideoStep {
  const name = 'Posted'
  const counts = [
    { count: posts.failed, words: (count: string) => `${count} failed` },
    { count: posts.publishing, words: (count: string) => `${count} being published` },
    { count: posts.scheduled, words: (count: string) => `${count} scheduled` },
    { count: posts.posted, words: (count: string) => `${count} posted` },
  ].filter(({ count }) => count > 0)
  if (counts.length === 0) return { name, status: 'none', words: 'No post carries it' }
  const words = counts.map(({ count, words: of }) => of(String(count))).join(', ')
  if (posts.failed > 0) return { name, status: 'failed', words }
  return { name, status: posts.publishing > 0 ? 'working' : posts.scheduled > 0 ? 'waiting' : 'done', words }
}

const isGoing = ({ state }: VideoVariant) => state === 'pending' || state === 'processing'

function working(name: string, { state, progress, waiting_reason }: VideoVariant, what: string): VideoStep {
  if (waiting_reason !== null) {
    return { name, status: 'waiting', words: `${what}: waits. ${waiting_reason} We retry automatically.` }
  }
  if (state === 'pending') return { name, status: 'working', words: `${what}: waits for its turn` }
  return { name, status: 'working', words: `${what}: ${formatPercent(progress / 100)}`, progress }
}
