import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { judgeCandidate } from '#core/correlations/judge.ts'
import { GOLDEN_CASES, runGoldenCases } from '#core/correlations/testing/golden-cases.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import { openAnthropic } from '../providers/anthropic/index.ts'
import { breakTie, breakTies, isTie, type JudgedPair, openTieBreaker } from './break-ties.ts'
import { type MeasuredModel, mayBreakTies, measuredModels, questionHash } from './measured-models.ts'

let vendor: TestEmulator
beforeAll(async () => {
  vendor = await startTestEmulator('anthropic')
})
beforeEach(async () => {
  await vendor.control.reset()
  const needed = { SUPABASE_URL: 'http://supabase.test', SUPABASE_ANON_KEY: 'a', SUPABASE_SERVICE_ROLE_KEY: 's' }
  for (const [name, value] of Object.entries({ ...needed, SITE_URL: 'http://site.test', ...vendor.env }))
    vi.stubEnv(name, value)
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => vendor.close())

const model = () => {
  const opened = openAnthropic()
  if (!opened) throw new Error('no model')
  return opened
}
const pairOf = (why: string): JudgedPair => {
  const found = GOLDEN_CASES.find((golden) => golden.why === why)
  if (!found) throw new Error(why)
  return { ...found, judgement: judgeCandidate(found.parent, found.candidate) }
}
const unclear = () => pairOf('title 6, field 3')
const close = () => pairOf('another power')
const says = (verdict: unknown, reason: unknown = 'The titles say it.') =>
  vendor.control.seed({ answers: [{ input: { verdict, reason } }] })

test('an unclear pack becomes similar with the model’s reason, and never the same', async () => {
  await says('similar')
  const after = await breakTie(unclear(), model())
  expect(after.relation).toBe('similar')
  expect(after.evidence.at(-1)).toEqual({
    kind: 'ai',
    direction: 'unclear',
    source: 'ai',
    model: 'claude-emulated-1',
    verdict: 'similar',
    reason: 'The titles say it.',
  })
})

test('a similar pair becomes unrelated; an unclear pack stays unclear when the model calls it unrelated', async () => {
  await says('unrelated')
  expect((await breakTie(close(), model())).relation).toBe('unrelated')
  expect(await breakTie(unclear(), model())).toMatchObject({
    relation: 'pack_unclear',
    score: unclear().judgement.score,
  })
})

test.each([
  ['a verdict that is not in the form', { input: { verdict: 'same', reason: 'They look the same.' } }],
  ['a missing reason', { input: { verdict: 'similar' } }],
  ['a reason of a thousand letters', { input: { verdict: 'similar', reason: 'x'.repeat(1000) } }],
  ['a field more', { input: { verdict: 'similar', reason: 'x', relation: 'same' } }],
  ['no object', { input: 'similar' }],
  ['words', { text: 'They are the same product.' }],
  ['half an answer', { is_malformed: true }],
  ['"unclear"', { input: { verdict: 'unclear', reason: 'The records do not say it.' } }],
])('%s is no answer', async (_, answer) => {
  await vendor.control.seed({ answers: [answer] })
  expect(await breakTie(unclear(), model())).toEqual(unclear().judgement)
})

test('only ties are asked about, and the product’s words are data', async () => {
  await says('similar')
  const pairs = [pairOf('same code'), unclear(), pairOf('a mount')]
  const after = await breakTies(pairs, model())
  expect(after.map(({ relation }) => relation)).toEqual(['same', 'similar', 'unrelated'])
  const requests = await vendor.control.requests()
  expect(requests).toHaveLength(1)
  expect(JSON.stringify(requests)).not.toContain(vendor.env.ANTHROPIC_API_KEY)
})

test.each([
  ['a refused key', { rejected_keys: ['own'] }, 1],
  ['an unknown model', { models: [] }, 1],
  // Asked twice: the vendor is overloaded both times.
  ['an overloaded vendor', { overloaded: 9 }, 2],
])('%s leaves the rules’ verdicts and asks no more', async (_, seed, asked) => {
  vi.spyOn(console, 'warn').mockReturnValue()
  const keys = 'rejected_keys' in seed ? { rejected_keys: [vendor.env.ANTHROPIC_API_KEY ?? ''] } : seed
  await vendor.control.seed(keys)
  const pairs = [unclear(), close()]
  expect(await breakTies(pairs, model())).toEqual(pairs.map(({ judgement }) => judgement))
  expect(await vendor.control.requests()).toHaveLength(asked)
})

test('a search asks about twenty pairs at most', async () => {
  await says('similar')
  await vendor.control.seed({ limit: { requests: 1000, window_ms: 60_000 } })
  await breakTies(Array.from({ length: 30 }, unclear), model())
  expect(await vendor.control.requests()).toHaveLength(20)
})

test('a caller that gives up ends the question', async () => {
  await expect(breakTies([unclear()], model(), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

test('whatever a model says about the golden pairs, nothing becomes the same', async () => {
  for (const verdict of ['similar', 'unrelated'] as const) {
    const eager = { model: 'eager', fill: async () => ({ verdict, reason: 'So it is.' }) as never }
    const run = await runGoldenCases((golden, judgement) => breakTie({ ...golden, judgement }, eager))
    expect(run.precisionOfSame).toBe(1)
  }
  expect(GOLDEN_CASES.some((golden) => isTie(judgeCandidate(golden.parent, golden.candidate)))).toBe(true)
})

const measurement = (change: Partial<MeasuredModel> = {}): MeasuredModel => ({
  model: 'claude-emulated-1',
  question: questionHash(),
  measured_at: '2026-11-20T08:00:00Z',
  pairs: 175,
  asked: 40,
  answered: 38,
  precision_of_same: 1,
  missed_by_rules: 2,
  missed_with_model: 2,
  ...change,
})

test.each([
  ['measured with today’s question', measurement(), true],
  ['another model', measurement({ model: 'claude-other' }), false],
  ['another question', measurement({ question: 'before' }), false],
  ['a wrong "same"', measurement({ precision_of_same: 0.99 }), false],
  ['more misses than the rules', measurement({ missed_with_model: 3 }), false],
  ['no answers', measurement({ answered: 0 }), false],
])('the switch: %s → %s', (_, measured, expected) => {
  expect(mayBreakTies('claude-emulated-1', [measured])).toBe(expected)
})

test('there is no tie breaker without a key, without a model, or without a measurement', () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  expect(measuredModels().some(({ model: name }) => name === 'claude-emulated-1')).toBe(false)
  expect(openTieBreaker()).toBeNull()
  vi.stubEnv('ANTHROPIC_MODEL', '')
  expect(openAnthropic()).toBeNull()
  vi.stubEnv('ANTHROPIC_MODEL', 'claude-emulated-1')
  vi.stubEnv('ANTHROPIC_API_KEY', '')
  expect(openAnthropic()).toBeNull()
})
