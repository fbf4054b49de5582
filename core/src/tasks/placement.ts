import type { PageVideo } from '../catalog/source-product.ts'

/** What a person knows of their own video on a product's page. */
export type OwnVideo = {
  /** Null: the person has not said under which name their videos are shown. */
  storefront_name: string | null
  title: string
  /** Null when the length of the uploaded file is not known. */
  seconds: number | null
}

/**
 * `seen`: a video with this storefront, title and length. `name_unclear`: title and length are there under other names,
 * which only the person can judge. Otherwise it is not among the videos that the source knows, which is no proof that it
 * is not on the page.
 */
export type Placement =
  | { state: 'seen'; position: number; other_names: [] }
  | { state: 'name_unclear'; position: number; other_names: string[] }
  | { state: 'not_among_known'; position: null; other_names: [] }

/** Amazon shows whole seconds, rounded up or down. */
const SECONDS_APART = 1
const MOST_NAMES = 5

/** Looks for one's own video among the videos of a product's page. Never guesses: a name that differs is asked about. */
export function findPlacement(videos: readonly PageVideo[], own: OwnVideo): Placement {
  const alike = videos.flatMap((video, index) => (isSameVideo(video, own) ? [{ video, position: index + 1 }] : []))
  const mine = alike.find(
    ({ video }) =>
      own.storefront_name !== null && video.name !== null && fold(video.name) === fold(own.storefront_name),
  )
  if (mine) return { state: 'seen', position: mine.position, other_names: [] }
  const names = [
    ...new Set(alike.flatMap(({ video }) => (video.name?.trim() ? [video.name.trim().slice(0, 100)] : []))),
  ]
  const [first] = alike
  if (!first || names.length === 0) return { state: 'not_among_known', position: null, other_names: [] }
  return { state: 'name_unclear', position: first.position, other_names: names.slice(0, MOST_NAMES) }
}

// A length that one side does not know neither proves nor refutes; the title decides then.
function isSameVideo({ title, duration_s }: PageVideo, own: OwnVideo): boolean {
  if (title === null || fold(title) !== fold(own.title)) return false
  return duration_s === null || own.seconds === null || Math.abs(duration_s - own.seconds) <= SECONDS_APART
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
