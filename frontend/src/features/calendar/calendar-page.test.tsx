// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { calendarPost, samplePost } from '#app/testing/sample-posts.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { CalendarPost } from '#core/social/posts/schema.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'

beforeEach(() => {
  startWorld()
  answer(socialSettingsContract.get, () => ({ time_zone: 'UTC' }))
})

const answerCalendar = (items: CalendarPost[], more: object = {}) =>
  answer(socialPostsContract.calendar, () => ({
    items,
    has_more: false,
    youtube: { share: 100, used_today: 0 },
    ...more,
  }))
const open = () => openApp('/calendar?day=2036-05-15')
const dayOf = (name: RegExp) => screen.getByRole('listitem', { name })

test('a month shows posts on their days, and at most so many of a full day', async () => {
  answerCalendar([
    calendarPost('2036-05-05T09:00'),
    ...Array.from({ length: 1000 }, (_, at) =>
      calendarPost(
        `2036-05-07T${String(8 + (Math.floor(at / 60) % 14)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`,
      ),
    ),
  ])
  const { user, router } = open()
  await screen.findByRole('link', { name: 'Desk lamp, 9:00 AM, Scheduled' })
  const full = dayOf(/May 7, 2036/)
  expect(within(full).getAllByRole('link', { name: /Scheduled/ })).toHaveLength(3)
  await user.click(within(full).getByRole('button', { name: '+997 more' }))
  await waitFor(() => expect(router.state.location.search).toBe('?view=list&day=2036-05-07'))
})

test('Alt with an arrow moves a post at once, and Undo moves it back', async () => {
  const post = calendarPost('2036-05-05T09:00')
  answerCalendar([post])
  const sent: unknown[] = []
  answer(socialPostsContract.schedule, ({ body, headers }) => {
    sent.push([body, headers.get('if-match')])
    answerCalendar([calendarPost('2036-05-06T09:00', { id: post.id })])
    return samplePost({
      id: post.id,
      state: 'scheduled',
      scheduled_wall: '2036-05-06T09:00',
      time_zone: 'UTC',
      scheduled_at: '2036-05-06T09:00:00Z',
      updated_at: '2026-11-21T10:00:00Z',
    })
  })
  const { user } = open()
  const chip = await screen.findByRole('link', { name: /Desk lamp/ })
  fireEvent.keyDown(chip, { key: 'ArrowRight', altKey: true })
  await waitFor(() => expect(within(dayOf(/May 6, 2036/)).getByRole('link', { name: /Desk lamp/ })).toBeTruthy())
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent).toEqual([
    [{ wall: '2036-05-06T09:00', time_zone: 'UTC' }, '2026-11-20T10:00:00Z'],
    [{ wall: '2036-05-05T09:00', time_zone: 'UTC' }, '2026-11-21T10:00:00Z'],
  ])
})

test('a post of another time zone moves by the days that are shown, and keeps its own clock', async () => {
  // 3 AM in Tokyo is the day before in UTC.
  const post = calendarPost('2036-05-06T03:00', { time_zone: 'Asia/Tokyo', scheduled_at: '2036-05-05T18:00:00Z' })
  answerCalendar([post])
  const sent: unknown[] = []
  answer(socialPostsContract.schedule, ({ body }) => {
    sent.push(body)
    return samplePost({ id: post.id, state: 'scheduled' })
  })
  open()
  const chip = await screen.findByRole('link', { name: /Desk lamp/ })
  expect(within(dayOf(/May 5, 2036/)).getByRole('link', { name: /Desk lamp/ })).toBe(chip)
  fireEvent.keyDown(chip, { key: 'ArrowRight', altKey: true })
  await waitFor(() => expect(sent).toEqual([{ wall: '2036-05-07T03:00', time_zone: 'Asia/Tokyo' }]))
})

test('a post that another person changed stays where it was, with the reason', async () => {
  answerCalendar([calendarPost('2036-05-05T09:00')])
  answer(socialPostsContract.schedule, () => {
    throw new FakeProblem('row_changed')
  })
  open()
  fireEvent.keyDown(await screen.findByRole('link', { name: /Desk lamp/ }), { key: 'ArrowDown', altKey: true })
  await screen.findByText(/Another person changed this post/)
  expect(within(dayOf(/May 5, 2036/)).getByRole('link', { name: /Desk lamp/ })).toBeTruthy()
})

test('a posted post does not move', async () => {
  answerCalendar([calendarPost('2036-05-05T09:00', { state: 'posted' })])
  open()
  fireEvent.keyDown(await screen.findByRole('link', { name: /Desk lamp/ }), { key: 'ArrowRight', altKey: true })
  expect(within(dayOf(/May 5, 2036/)).getByRole('link', { name: 'Desk lamp, 9:00 AM, Posted' })).toBeTruthy()
})

test('the forecast says which YouTube uploads go out later', async () => {
  answerCalendar(
    [1, 2, 3].map((hour) => calendarPost(`2036-05-05T1${hour}:00`, { youtube_jobs: 1, networks: ['youtube'] })),
    { youtube: { share: 1, used_today: 0 } },
  )
  open()
  await screen.findByText(/2 of these 3 YouTube uploads will go out on later days/)
})

test('an empty month, and a calendar that could not be loaded', async () => {
  answerCalendar([])
  open()
  await screen.findByText('Nothing is scheduled here yet.')
})

test('a failure offers to try again', async () => {
  answer(socialPostsContract.calendar, () => {
    throw new FakeOutage()
  })
  open()
  await screen.findByText('The calendar could not be loaded')
})

test('a file is checked first, and its rows that are skipped say why', async () => {
  answerCalendar([])
  const sent: unknown[] = []
  answer(socialPostsContract.import, ({ body }) => {
    sent.push(body.is_trial)
    const rows = [
      { line: 2, post_id: null, rule: null, problems: [] },
      { line: 3, post_id: null, rule: null, problems: [{ column: 'Date', message: 'Write it as 2026-11-22.' }] },
    ]
    return { created: body.is_trial ? 0 : 1, ready: 1, rows }
  })
  const { user } = open()
  const file = new File(['Accounts,Date\nLamp,\nLamp,soon\n'], 'posts.csv', { type: 'text/csv' })
  await user.upload(await screen.findByLabelText('Calendar file'), file)
  const dialog = await screen.findByRole('dialog', { name: 'Import posts.csv' })
  expect(within(dialog).getByRole('list').textContent).toBe('Row 3: Date: Write it as 2026-11-22.')
  await user.click(within(dialog).getByRole('button', { name: 'Import 1 post' }))
  await screen.findByText('1 post imported')
  expect(sent).toEqual([true, false])
})
