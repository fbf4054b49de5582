import type { SavedReply } from '#core/social/inbox/saved-replies.ts'
import { foldText } from '#core/text.ts'

const MOST_SHOWN = 8

/** The saved replies that a typed `/word` means: by shortcut first, then by text. Null: no slash was typed. */
export function repliesFor(draft: string, replies: readonly SavedReply[]): SavedReply[] | null {
  const typed = /^\/(\S*)$/.exec(draft)?.[1]
  if (typed === undefined) return null
  const term = foldText(typed)
  const byShortcut = replies.filter(({ shortcut }) => foldText(shortcut).startsWith(term))
  const byText = replies.filter((reply) => !byShortcut.includes(reply) && foldText(reply.text).includes(term))
  return [...byShortcut, ...byText].slice(0, MOST_SHOWN)
}
