// @vitest-environment happy-dom

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleCorrelation, sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { AsinCorrelation } from '#core/correlations/schema.ts'
import { LOST_ANSWER_WORDS } from '#ui/toasts/lost-answer.ts'

const lamp = sampleProduct({ title: 'Desk lamp' })
const same = sampleCorrelation(lamp, {
  similar_asin: 'B0SAME0001',
  title: 'Desk lamp, EU',
  score: 97,
  source: 'search',
})
const similar = sampleCorrelation(lamp, {
  similar_asin: 'B0SIMI0001',
  relation: 'similar',
  score: 60,
  source: 'search',
})
const unclear = sampleCorrelation(lamp, { similar_asin: 'B0PACK0001', relation: 'pack_unclear', source: 'search' })
const BATCH = '3f1f3c1e-0f57-4f3c-8b1c-7a1f3f1f3c1e'

let open: AsinCorrelation[]
let sent: unknown[]

/** A server that keeps decisions, with `fail` before or after a decision is kept. */
function serve(items: AsinCorrelation[], fail?: { before?: () => Promise<void> | void; after?: () => void }) {
  open = items
  sent = []
  answer(correlationsContract.list, () => ({ items: open, next_cursor: null, total: open.length }))
  answer(correlationsContract.counts, () => ({
    same: open.filter(({ relation }) => relation === 'same').length,
    variation: 0,
    similar: open.filter(({ relation }) => relation === 'similar').length,
    pack_unclear: open.filter(({ relation }) => relation === 'pack_unclear').length,
    accepted: items.length - open.length,
    declined: 0,
  }))
  answer(correlationsContract.decideMany, async ({ body, headers }) => {
    sent.push(body)
    expect(headers.get('idempotency-key')).toBeTruthy()
    await fail?.before?.()
    open = open.filter(({ id }) => !body.ids.includes(id))
    fail?.after?.()
    const tasks = { created: body.ids.length, withdrawn: 0 }
    return { batch_id: BATCH, changed: body.ids.length, unchanged: 0, failed: [], checking: 0, tasks }
  })
}

beforeEach(() => {
  startWorld()
})

const card = (asin: string) => screen.findByRole('article', { name: `${asin} for ${lamp.asin}` })
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })

test('a candidate stands beside the product, and a similar one needs the person’s word', async () => {
  serve([same, similar])
  const { user } = openApp('/correlations')
  expect(within(await card('B0SAME0001')).getByText('Desk lamp, EU')).toBeTruthy()
  const box = within(await card('B0SIMI0001'))
  const accept = box.getByRole<HTMLButtonElement>('button', { name: 'Accept B0SIMI0001' })
  expect(accept.disabled).toBe(true)
  await user.click(box.getByRole('checkbox', { name: /I show this product in the video/ }))
  await user.click(accept)
  await waitFor(() => expect(sent).toEqual([{ ids: [similar.id], decision: 'accepted', is_shown_in_video: true }]))
})

test('by keyboard: j and k move, a accepts, d declines, and the focus goes to the next card', async () => {
  serve([same, similar, unclear])
  openApp('/correlations')
  await card('B0SAME0001')
  press('j')
  press('a')
  expect(document.activeElement?.closest('[data-candidate]')?.getAttribute('data-candidate')).toBe(similar.id)
  await waitFor(() => expect(screen.queryByRole('article', { name: /^B0SAME0001/ })).toBeNull())
  // Accepting a similar one without the word moves to the word.
  press('a')
  expect(document.activeElement?.getAttribute('role')).toBe('checkbox')
  press('d')
  await waitFor(() => expect(screen.queryByRole('article', { name: /^B0SIMI0001/ })).toBeNull())
  expect(sent).toEqual([
    { ids: [same.id], decision: 'accepted' },
    { ids: [similar.id], decision: 'declined' },
  ])
})

test('a second key while the decision of the last card is on its way decides nothing', async () => {
  const gate = Promise.withResolvers<void>()
  serve([same], { before: () => gate.promise })
  openApp('/correlations')
  await card('B0SAME0001')
  for (const key of ['a', 'd', 'a']) press(key)
  gate.resolve()
  await screen.findByText('Nothing to review')
  expect(sent).toEqual([{ ids: [same.id], decision: 'accepted' }])
})

test('x selects, and the bar says how many and asks for the word where it is needed', async () => {
  serve([same, unclear])
  const { user } = openApp('/correlations')
  await card('B0SAME0001')
  press('j')
  press('x')
  press('j')
  press('x')
  const bar = screen.getByRole('region', { name: 'Selected candidates' })
  expect(within(bar).getByRole('status').textContent).toBe('2 selected')
  await user.click(within(bar).getByRole('checkbox', { name: /I show these 1/ }))
  await user.click(within(bar).getByRole('button', { name: 'Accept' }))
  await waitFor(() =>
    expect(sent).toEqual([{ ids: [same.id, unclear.id], decision: 'accepted', is_shown_in_video: true }]),
  )
})

test('an accept whose answer is lost is looked up, and not sent again', async () => {
  serve([same], {
    after: () => {
      throw new FakeOutage()
    },
  })
  const { user } = openApp('/correlations')
  await user.click(within(await card('B0SAME0001')).getByRole('button', { name: 'Accept B0SAME0001' }))
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  await screen.findByText('Nothing to review')
  expect(new Set(sent.map((body) => JSON.stringify(body))).size).toBe(1)
  expect(screen.queryByText('The decision was not saved.')).toBeNull()
})

test('a refused decision keeps its card and says why', async () => {
  serve([same], {
    before: () => {
      throw new FakeProblem('not_allowed')
    },
  })
  const { user } = openApp('/correlations')
  await user.click(within(await card('B0SAME0001')).getByRole('button', { name: 'Accept B0SAME0001' }))
  await screen.findByText('The decision was not saved.')
  expect(await card('B0SAME0001')).toBeTruthy()
})

test('undo in the toast gives the decisions of the request back', async () => {
  serve([same])
  answer(correlationsContract.undoDecisions, ({ params }) => {
    expect(params.batch_id).toBe(BATCH)
    open = [same]
    return { batch_id: null, changed: 1, kept: 0, tasks: { created: 0, withdrawn: 1 } }
  })
  const { user } = openApp('/correlations')
  await user.click(within(await card('B0SAME0001')).getByRole('button', { name: 'Accept B0SAME0001' }))
  await screen.findByText('Nothing to review')
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(await card('B0SAME0001')).toBeTruthy()
})

test('unknown is not "not sold", and each marketplace has its source and age', async () => {
  const at = new Date(Date.now() - 3 * 86_400_000).toISOString()
  const fact = { availability_reasons: [], source: 'keepa' as const, observed_at: null, checked_at: at }
  const rest = { sales_rank: null, influencer_videos: null, videos_checked_at: null }
  serve([
    sampleCorrelation(lamp, {
      ...same,
      facts: [
        { marketplace: 'US', availability: 'unknown', ...fact, ...rest },
        { marketplace: 'DE', availability: 'unavailable', ...fact, ...rest },
      ],
    }),
  ])
  openApp('/correlations')
  const list = within(await card('B0SAME0001')).getByRole('list', { name: 'Where it is sold' })
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['US unknown · 3 days ago', 'DE not sold there · 3 days ago'])
  expect(within(list).getByTitle(/Germany: not sold there.*Keepa, 3 days ago/)).toBeTruthy()
})

test('a failed list offers another try', async () => {
  serve([same])
  let isDown = true
  answer(correlationsContract.list, () => {
    if (isDown) throw new FakeProblem('internal')
    return { items: open, next_cursor: null, total: 1 }
  })
  const { user } = openApp('/correlations')
  await screen.findByText('The candidates could not be loaded')
  isDown = false
  await user.click(screen.getByRole('button', { name: /try again/i }))
  expect(await card('B0SAME0001')).toBeTruthy()
})
