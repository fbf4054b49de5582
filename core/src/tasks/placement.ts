import type { PageVideo } from '../catalog/source-product.ts'
import { cutText, foldText } from '../text.ts'

/** What a person knows of their own video on a product's page. */
export type OwnVideo = {
  /** Null: the person has not said under which name their videos are shown. */
  storefront_name: string | null
  /** Names that the person said are somebody else's. */
  other_storefronts: readonly string[]
  title: string
  /** Null when the length of the uploaded file is not known. */
  seconds: number | null
  /** It was uploaded as a dub: its title may be in another language, and its length may differ. */
  is_dubbed: boolean
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
  const at = videos.findIndex(
    (video) => isMine(video, own) && (own.is_dubbed ? isSameDub(video, own) : isSameVideo(video, own)),
  )
  if (at !== -1) return { state: 'seen', position: at + 1, other_names: [] }
  const alike = videos.flatMap((video, index) => (isSameVideo(video, own) ? [{ video, position: index + 1 }] : []))
  const declined = new Set(own.other_storefronts.map(foldText))
  const names = [
    ...new Set(alike.flatMap(({ video }) => (video.name?.trim() ? [cutText(video.name.trim(), 100)] : []))),
  ].filter((name) => !declined.has(foldText(name)))
  const [first] = alike
  if (!first || names.length === 0) return { state: 'not_among_known', position: null, other_names: [] }
  return { state: 'name_unclear', position: first.position, other_names: names.slice(0, MOST_NAMES) }
}

const isMine = ({ name }: PageVideo, { storefront_name }: OwnVideo): boolean =>
  storefront_name !== null && name !== null && foldName(name) === foldName(storefront_name)

// A length that one side does not know neither proves nor refutes; the title decides then.
const isSameVideo = (video: PageVideo, own: OwnVideo): boolean =>
  isSameTitle(video.title, own.title) && isSameLength(video, own) !== false

// Under one's own name either of the two is enough for a dub.
const isSameDub = (video: PageVideo, own: OwnVideo): boolean =>
  isSameTitle(video.title, own.title) || isSameLength(video, own) === true

const isSameLength = ({ duration_s }: PageVideo, { seconds }: OwnVideo): boolean | null =>
  duration_s === null || seconds === null ? null : Math.abs(duration_s - seconds) <= SECONDS_APART

/** What stands before the sign that says "cut here"; null for a whole title. */
function beforeCut(title: string): string | null {
  const text = title.trimEnd()
  const sign = ['…', '...'].find((end) => text.endsWith(end))
  return sign === undefined ? null : text.slice(0, -sign.length)
}

/** A cut title that is shorter begins too many others. */
const SHORTEST_CUT = 10

function isSameTitle(title: string | null, own: string): boolean {
  if (title === null) return false
  if (fold(title) === fold(own)) return true
  const cut = beforeCut(title)
  const start = fold(cut ?? beforeCut(own) ?? '')
  return start.length >= SHORTEST_CUT && fold(cut === null ? title : own).startsWith(start)
}

/** Without signs and accents; a text of signs only, such as emoji, stays as it is. */
function fold(text: string): string {
  const folded = foldText(text)
  const words = folded
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
  return words === '' ? folded.trim() : words
}

/** Jane, Jane's Store and Jane Storefront are one. */
function foldName(name: string): string {
  const folded = fold(name.replace(/['’]s\s+(?:amazon\s+)?(?:store|storefront|shop)\s*$/i, ''))
  return folded.replace(/ (?:amazon )?(?:store|storefront|shop)$/, '')
}
