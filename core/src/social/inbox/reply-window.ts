/** Instagram takes a reply for 24 hours after the last thing a person sent. Source: Meta, Messenger Platform, 2026. */
export const REPLY_HOURS = 24
/** With the tag HUMAN_AGENT, which Meta approves per app, a person may still answer within seven days. */
export const HUMAN_AGENT_DAYS = 7

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** What the window follows from. */
export type WindowFacts = {
  /** When the other person last sent anything but a reaction: text, attachment, story mention, button. */
  last_inbound_at: string | null
  /** When Meta last refused a message because the window was closed, whatever our clock said. */
  refused_at: string | null
  /** The workspace switched on answering as a human agent. */
  uses_human_agent: boolean
}

/**
 * `open`: anything may be sent. `human_agent`: only what a person wrote, with Meta's tag. `closed`: nothing until the
 * other person writes again; `refused` when Meta said so before our clock did, `never` when they have not written yet.
 */
export type ReplyWindow =
  | { state: 'open' | 'human_agent'; until: string }
  | { state: 'closed'; why: 'passed' | 'refused' | 'never'; until: string | null }

/** Whether a reply may be sent now, and until when. The end itself is outside. */
export function replyWindow(
  { last_inbound_at, refused_at, uses_human_agent }: WindowFacts,
  clockMs: number,
): ReplyWindow {
  if (last_inbound_at === null) return { state: 'closed', why: 'never', until: null }
  const begins = Date.parse(last_inbound_at)
  // Clocks differ; nobody has more than the whole window.
  const nowMs = Math.max(clockMs, begins)
  const openUntil = begins + REPLY_HOURS * HOUR_MS
  const humanUntil = begins + HUMAN_AGENT_DAYS * 24 * HOUR_MS
  if (refused_at !== null && Date.parse(refused_at) >= begins) {
    return { state: 'closed', why: 'refused', until: toIso(Math.min(openUntil, Date.parse(refused_at))) }
  }
  if (nowMs < openUntil) return { state: 'open', until: toIso(openUntil) }
  if (uses_human_agent && nowMs < humanUntil) return { state: 'human_agent', until: toIso(humanUntil) }
  return { state: 'closed', why: 'passed', until: toIso(uses_human_agent ? humanUntil : openUntil) }
}

const toIso = (ms: number) => new Date(ms).toISOString()

/** How urgent the clock looks: `calm`, `soon` under four hours, `last` under one. */
export type ClockTone = 'calm' | 'soon' | 'last' | 'closed'

/** The reply clock: a few words for the list and the composer, and how urgent they are. */
export function replyClock(facts: WindowFacts, nowMs: number): { words: string; tone: ClockTone } {
  const window = replyWindow(facts, nowMs)
  if (window.state === 'closed') return { words: window.why === 'never' ? 'Not yet open' : 'Closed', tone: 'closed' }
  const leftMs = leftOf(window.until, facts, nowMs)
  const left = window.state === 'human_agent' ? `${describeLeft(leftMs)} as a person` : describeLeft(leftMs)
  return { words: left, tone: leftMs < HOUR_MS ? 'last' : leftMs < 4 * HOUR_MS ? 'soon' : 'calm' }
}

/** When the words of the clock change next, so that a page wakes up for it and not more often. Null: never. */
export function clockChangesInMs(facts: WindowFacts, nowMs: number): number | null {
  const window = replyWindow(facts, nowMs)
  if (window.state === 'closed') return null
  const leftMs = leftOf(window.until, facts, nowMs)
  return (leftMs % MINUTE_MS) + 1
}

const leftOf = (until: string, { last_inbound_at }: WindowFacts, nowMs: number) =>
  Date.parse(until) - Math.max(nowMs, Date.parse(last_inbound_at ?? ''))

// Rounded down: a person who is told "1 h" has at least that.
function describeLeft(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 1) return 'Under 1 min left'
  if (minutes < 60) return `${minutes} min left`
  const hours = Math.floor(minutes / 60)
  if (hours <= 24) return minutes % 60 === 0 || hours >= 4 ? `${hours} h left` : `${hours} h ${minutes % 60} min left`
  const days = Math.floor(hours / 24)
  return hours % 24 === 0 ? `${days} d left` : `${days} d ${hours % 24} h left`
}

/** Why nothing can be written now, and what opens the conversation again; null while a reply may be sent. */
export function whyClosed(facts: WindowFacts, nowMs: number): string | null {
  const window = replyWindow(facts, nowMs)
  if (window.state !== 'closed') return null
  if (window.why === 'never') return 'Instagram lets you write once this person has sent you something.'
  if (window.why === 'refused') {
    return 'Instagram says the time to reply is over. You can write again when this person sends something.'
  }
  const length = facts.uses_human_agent ? `${HUMAN_AGENT_DAYS} days` : `${REPLY_HOURS} hours`
  return `Instagram takes replies for ${length} after the last message. You can write again when this person sends something.`
}
