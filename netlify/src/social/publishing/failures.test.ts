import { describe, expect, test } from 'vitest'
import { AppError } from '../../errors.ts'
import { ProviderError, type ProviderOutcome } from '../../providers/errors.ts'
import { afterFailure, isLost, isWorthAnotherContainer } from './failures.ts'
import type { SocialWork } from './publishing.repo.ts'

const id = '00000000-0000-4000-8000-000000000001'
const work = (over: Partial<SocialWork> = {}): SocialWork => ({
  id,
  workspace_id: id,
  post_id: id,
  connection_id: id,
  network: 'instagram',
  account_id: '17841',
  page_id: null,
  is_active: true,
  can_post: true,
  caption: 'Look',
  title: null,
  tags: [],
  privacy: null,
  dub_language: null,
  is_ai_generated: false,
  state: 'preparing',
  failures: 0,
  started_at: new Date().toISOString(),
  container_id: 'c-1',
  container_at: new Date().toISOString(),
  publish_at: null,
  waiting_code: null,
  cover_path: null,
  video: null,
  variants: [],
  ...over,
})
const meta = (outcome: ProviderOutcome, code: string, status?: number) =>
  new ProviderError({ provider: 'meta', outcome, code, status })

describe('whether a failed call may have had its effect', () => {
  test.each([
    ['Meta says 4/2207051 although the reel is live', meta('try_later', 'graph.4.2207051', 400), true],
    ['the answer never came', meta('try_later', 'timeout'), true],
    ['a server in between failed', meta('try_later', 'http_502', 502), true],
    ['the process was stopped', new DOMException('stopped', 'AbortError'), true],
    ['not ready yet', meta('try_later', 'graph.9007.2207027', 400), false],
    ['the quota of the day', meta('try_later', 'graph.9.2207042', 400), false],
    ['a refused text', meta('rejected', 'graph.100.2207010', 400), false],
    ['the token was replaced before the call', meta('try_later', 'token_replaced'), false],
    ['the account must be connected again', new AppError('provider_not_configured', 'Connect it.'), false],
    ['no connection was made', meta('try_later', 'ECONNREFUSED'), false],
  ])('%s', (_, error, lost) => {
    expect(isLost(error)).toBe(lost)
  })
})

describe('what a failure means for the job', () => {
  test.each([
    [
      'the quota of the day is waited for',
      meta('try_later', 'graph.9.2207042', 400),
      work(),
      { ended: 'later', state: 'preparing', code: 'network_hold' },
    ],
    [
      'a page that may not post is waited for',
      meta('try_later', 'graph.10.1893063', 400),
      work(),
      { ended: 'later', code: 'network_hold' },
    ],
    [
      'a refusal is final',
      meta('rejected', 'graph.100.2207010', 400),
      work(),
      { ended: 'failed', code: 'graph.100.2207010' },
    ],
    [
      'a throttle is waited out',
      meta('try_later', 'graph.80002.0', 400),
      work(),
      { ended: 'later', state: 'preparing', code: 'network_busy', isFailure: true },
    ],
    [
      'a new container that is not found is looked for again',
      meta('gone', 'graph.100.33', 400),
      work(),
      { ended: 'later', state: 'preparing', isFailure: true },
    ],
    [
      'an old one is replaced',
      meta('gone', 'graph.100.33', 400),
      work({ container_at: '2026-01-01T00:00:00Z' }),
      { ended: 'later', state: 'pending' },
    ],
    [
      'what may be public is looked up, whatever the lookup says',
      meta('rejected', 'graph.100.0', 400),
      work({ state: 'unknown', publish_at: new Date().toISOString() }),
      { ended: 'later', state: 'unknown', code: 'answer_lost' },
    ],
    [
      'after a day of silence it fails',
      meta('try_later', 'http_503', 503),
      work({ started_at: '2026-01-01T00:00:00Z' }),
      { ended: 'failed', code: 'network_silent' },
    ],
    [
      'a post that may be public never fails by silence',
      meta('try_later', 'http_503', 503),
      work({ state: 'unknown', started_at: '2026-01-01T00:00:00Z' }),
      { ended: 'later', state: 'unknown' },
    ],
    [
      'an account that needs its person holds the post',
      new AppError('provider_not_configured', 'Set it up.'),
      work(),
      { ended: 'later', code: 'account' },
    ],
    ['a refused token as well', meta('reconnect', 'graph.190.463', 400), work(), { ended: 'later', code: 'account' }],
    [
      'YouTube’s day is waited for',
      new ProviderError({ provider: 'youtube', outcome: 'try_later', code: 'quotaExceeded', status: 403 }),
      work({ network: 'youtube' }),
      { ended: 'later', state: 'pending', code: 'youtube_quota' },
    ],
    [
      'so is the quota of everything else',
      new ProviderError({ provider: 'youtube', outcome: 'try_later', code: 'dailyLimitExceeded', status: 403 }),
      work({ network: 'youtube', started_at: '2026-01-01T00:00:00Z' }),
      { ended: 'later', code: 'youtube_quota' },
    ],
    ...['quotaExceeded', 'dailyLimitExceeded', 'uploadLimitExceeded'].flatMap((code) =>
      (['publishing', 'unknown'] as const).map((state): [string, ProviderError, SocialWork, object] => [
        `${code} of a lookup does not begin an upload anew that may be public (${state})`,
        new ProviderError({ provider: 'youtube', outcome: 'try_later', code, status: 403 }),
        work({ network: 'youtube', state, publish_at: new Date().toISOString() }),
        { ended: 'later', state: 'unknown', code: 'youtube_quota' },
      ]),
    ),
  ])('%s', (_, error, of, step) => {
    expect(afterFailure(error, of)).toMatchObject(step)
  })

  test('a fault of our own is nobody else’s', () => {
    expect(afterFailure(new TypeError('undefined'), work())).toBeNull()
    expect(afterFailure(new AppError('storage_unavailable', 'The store is away.'), work())).toBeNull()
  })
})

test.each([
  ['graph.9004.2207052', true],
  ['graph.-1.2207001', true],
  ['graph.-2.2207003', true],
  ['graph.24.2207008', true],
  ['graph.352.2207026', false],
  ['graph.36003.2207009', false],
  ['graph.0.0', false],
])('%s is worth another container: %s', (code, worth) => {
  expect(isWorthAnotherContainer(code)).toBe(worth)
})
