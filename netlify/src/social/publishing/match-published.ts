type Published = { id: string; text: string; postedAt: string; permalink: string | null }

/** Clocks differ, and a network stores the moment at which it finished. */
const EARLIEST_MS = 60_000
const LATEST_MS = 60 * 60_000

/**
 * The one post of the network that has this text and came out after it was asked for; null when none or several could be
 * it. Never chosen by its position in a list: that would be somebody else's.
 */
export function matchPublished(
  listed: readonly Published[],
  job: {
    text: string
    /** When the network was asked last. */
    publishAt: string
    /** Nothing of it can be older: when the network gave the container. A job may have been asked for several times since. */
    madeAt?: string | null
    rivals: { media_ids: readonly string[]; unsettled: number }
  },
): Published | null {
  if (job.rivals.unsettled > 0) return null
  const askedMs = Date.parse(job.publishAt)
  const earliestMs = Date.parse(publishedSince(job))
  const possible = listed.filter(({ id, text, postedAt }) => {
    const ms = Date.parse(postedAt)
    return (
      isSameText(text, job.text) && ms >= earliestMs && ms <= askedMs + LATEST_MS && !job.rivals.media_ids.includes(id)
    )
  })
  const [only] = possible
  return possible.length === 1 && only ? only : null
}

/** From when on the posts of an account are read to find a job's. */
export const publishedSince = ({ publishAt, madeAt = null }: { publishAt: string; madeAt?: string | null }): string =>
  new Date(Math.min(Date.parse(publishAt), Date.parse(madeAt ?? publishAt)) - EARLIEST_MS).toISOString()

// Networks trim, and write line ends and composed letters in one way.
const isSameText = (one: string, other: string) => plain(one) === plain(other)
const plain = (text: string) => text.normalize('NFC').replaceAll('\r\n', '\n').trim()
