import { describe, expect, test } from 'vitest'
import { clockChangesInMs, replyClock, replyWindow, type WindowFacts, whyClosed } from './reply-window.ts'

const HOUR = 3_600_000
const BEGAN = Date.parse('2026-11-20T10:00:00Z')
const facts = (change: Partial<WindowFacts> = {}): WindowFacts => ({
  last_inbound_at: '2026-11-20T10:00:00Z',
  refused_at: null,
  uses_human_agent: false,
  ...change,
})

describe('the reply window', () => {
  test.each([
    [0, false, 'open'],
    [24 * HOUR - 1, false, 'open'],
    [24 * HOUR, false, 'closed'],
    [24 * HOUR, true, 'human_agent'],
    [7 * 24 * HOUR - 1, true, 'human_agent'],
    [7 * 24 * HOUR, true, 'closed'],
    [-HOUR, false, 'open'],
  ])('%d ms after the message, human agent %s: %s', (after, uses_human_agent, state) => {
    expect(replyWindow(facts({ uses_human_agent }), BEGAN + after).state).toBe(state)
  })

  test('is closed before the other person has written anything', () => {
    expect(replyWindow(facts({ last_inbound_at: null, uses_human_agent: true }), BEGAN)).toEqual({
      state: 'closed',
      why: 'never',
      until: null,
    })
    expect(whyClosed(facts({ last_inbound_at: null }), BEGAN)).toContain('once this person has sent you something')
  })

  test("Meta's refusal closes it whatever our clock says, until the other person writes again", () => {
    const refused = facts({ refused_at: '2026-11-20T12:00:00Z', uses_human_agent: true })
    expect(replyWindow(refused, BEGAN + 3 * HOUR)).toMatchObject({ state: 'closed', why: 'refused' })
    expect(whyClosed(refused, BEGAN + 3 * HOUR)).toContain('Instagram says the time to reply is over')
    const again = { ...refused, last_inbound_at: '2026-11-20T12:00:01Z' }
    expect(replyWindow(again, BEGAN + 3 * HOUR).state).toBe('open')
    expect(whyClosed(again, BEGAN + 3 * HOUR)).toBeNull()
  })

  test('says how long replies are taken: 24 hours, or 7 days with human agent', () => {
    expect(whyClosed(facts(), BEGAN + 25 * HOUR)).toContain('24 hours')
    expect(whyClosed(facts({ uses_human_agent: true }), BEGAN + 200 * HOUR)).toContain('7 days')
  })
})

describe('the reply clock', () => {
  test.each([
    [-60_000, '24 h left', 'calm'],
    [0, '24 h left', 'calm'],
    [1, '23 h left', 'calm'],
    [19.5 * HOUR, '4 h left', 'calm'],
    [20 * HOUR + 1, '3 h 59 min left', 'soon'],
    [22 * HOUR, '2 h left', 'soon'],
    [23 * HOUR + 1, '59 min left', 'last'],
    [24 * HOUR - 60_000, '1 min left', 'last'],
    [24 * HOUR - 1, 'Under 1 min left', 'last'],
    [24 * HOUR, 'Closed', 'closed'],
  ])('%d ms after the message: %s', (after, words, tone) => {
    expect(replyClock(facts(), BEGAN + after)).toEqual({ words, tone })
  })

  test('counts days for a human agent, and says that a person has to write', () => {
    const human = facts({ uses_human_agent: true })
    expect(replyClock(human, BEGAN + 24 * HOUR)).toEqual({ words: '6 d left as a person', tone: 'calm' })
    expect(replyClock(human, BEGAN + 47 * HOUR).words).toBe('5 d 1 h left as a person')
    expect(replyClock(facts({ last_inbound_at: null }), BEGAN)).toEqual({ words: 'Not yet open', tone: 'closed' })
  })

  test('wakes up when its words change, and never more once it is closed', () => {
    for (const after of [1, 3 * HOUR + 12_345, 23.9 * HOUR]) {
      const now = BEGAN + after
      const next = clockChangesInMs(facts(), now)
      expect(next).toBeGreaterThan(0)
      expect(next).toBeLessThanOrEqual(60_000)
      const left = BEGAN + 24 * HOUR - now - Number(next)
      expect(left % 60_000 === 59_999 || left < 0).toBe(true)
    }
    expect(clockChangesInMs(facts(), BEGAN + 24 * HOUR)).toBeNull()
  })
})
