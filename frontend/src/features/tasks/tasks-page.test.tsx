// @vitest-environment happy-dom

import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleCounts, sampleGroup, sampleTask } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { LOST_ANSWER_WORDS } from '#ui/toasts/lost-answer.ts'

beforeEach(() => {
  startWorld()
})

const own = sampleTask()
const german = sampleTask({ marketplace: 'DE', requires_dubbing: true })
const group = sampleGroup([own, german], {
  counts: { US: { pending: 1, completed: 0, skipped: 0 }, DE: { pending: 1, completed: 0, skipped: 0 } },
})

function answerGroups() {
  answer(tasksContract.listGroups, () => ({ groups: [group], next_cursor: null, total: 1 }))
}

test('the tasks of one video are together, with the needs of each marketplace', async () => {
  answerGroups()
  openApp('/tasks')
  const card = await screen.findByRole('listitem', { name: 'Desk lamp' })
  expect(card.textContent).toContain('review.mp4')
  expect(within(card).getByText('Needs German')).toBeTruthy()
  expect(within(card).getByRole('list', { name: 'Progress by marketplace' }).textContent).toContain('US 0 of 1 done')
  expect(
    within(card)
      .getByRole('link', { name: /Upload page for B0C1234567 in DE/ })
      .getAttribute('href'),
  ).toBe(german.amazon_upload_url)
})

test('completing shows at once, updates the counts, and can be undone', async () => {
  answerGroups()
  const asked: unknown[] = []
  answer(tasksContract.update, ({ body, headers }) => {
    asked.push(body)
    expect(headers.get('idempotency-key')).toBeTruthy()
    return { ...own, status: body.status ?? 'pending' }
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Complete B0C1234567 in US' }))
  await screen.findByRole('button', { name: 'Reopen B0C1234567 in US' })
  expect(screen.getByText('1 of 1 done')).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await screen.findByRole('button', { name: 'Complete B0C1234567 in US' })
  await waitFor(() => expect(asked).toEqual([{ status: 'completed' }, { status: 'pending' }]))
})

test('a double click on Complete completes once and does not reopen', async () => {
  answerGroups()
  const asked: unknown[] = []
  answer(tasksContract.update, ({ body }) => {
    asked.push(body)
    return { ...own, status: body.status ?? 'pending' }
  })
  openApp('/tasks')
  const complete = await screen.findByRole('button', { name: 'Complete B0C1234567 in US' })
  fireEvent.click(complete, { detail: 1 })
  fireEvent.click(complete, { detail: 2 })
  fireEvent.click(await screen.findByRole('button', { name: 'Reopen B0C1234567 in US' }), { detail: 2 })
  await screen.findByText('B0C1234567 in US completed')
  expect(asked).toEqual([{ status: 'completed' }])
  expect(screen.getByRole('button', { name: 'Reopen B0C1234567 in US' })).toBeTruthy()
})

test('holding x down completes once, and the row keeps the focus', async () => {
  answerGroups()
  const asked: unknown[] = []
  answer(tasksContract.update, ({ body }) => {
    asked.push(body)
    return { ...own, status: body.status ?? 'pending' }
  })
  openApp('/tasks')
  const [row] = await screen.findAllByRole('listitem', { name: 'B0C1234567 in US' })
  row?.focus()
  fireEvent.keyDown(row ?? document.body, { key: 'x' })
  await screen.findByRole('button', { name: 'Reopen B0C1234567 in US' })
  for (const repeat of [true, true]) fireEvent.keyDown(row ?? document.body, { key: 'x', repeat })
  await screen.findByText('B0C1234567 in US completed')
  expect(asked).toEqual([{ status: 'completed' }])
  expect(document.activeElement).toBe(row)
})

test('a completion that failed is restored and says so', async () => {
  answerGroups()
  const gate = Promise.withResolvers<void>()
  answer(tasksContract.update, async () => {
    await gate.promise
    throw new FakeOutage()
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Complete B0C1234567 in US' }))
  await screen.findByRole('button', { name: 'Reopen B0C1234567 in US' })
  gate.resolve()
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(screen.queryByText('B0C1234567 in US was not changed.')).toBeNull()
  expect(screen.getByRole('button', { name: 'Complete B0C1234567 in US' })).toBeTruthy()
})

test('selected tasks are completed together, a refused one says why, and Undo restores the others', async () => {
  answerGroups()
  const asked: unknown[] = []
  answer(tasksContract.bulk, ({ body }) => {
    asked.push(body)
    const isFirst = asked.length === 1
    const failed = { id: german.id, code: 'task_claimed' as const, reason: 'Another teammate is working on this task.' }
    return { changed: 1, unchanged: 0, failed: isFirst ? [failed] : [] }
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('checkbox', { name: 'Select all loaded tasks of Desk lamp' }))
  const bar = screen.getByRole('region', { name: 'Selected tasks' })
  expect(within(bar).getByRole('status').textContent).toBe('2 selected')
  await user.click(within(bar).getByRole('button', { name: 'Complete' }))
  await screen.findByText('1 task completed')
  await screen.findByText('1 task could not be changed. Another teammate is working on this task.')
  expect(screen.getByRole('button', { name: 'Complete B0C1234567 in DE' })).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select B0C1234567 in DE' }).checked).toBe(true)
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select B0C1234567 in US' }).checked).toBe(false)
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await screen.findByRole('button', { name: 'Complete B0C1234567 in US' })
  await waitFor(() =>
    expect(asked).toEqual([
      { ids: [own.id, german.id], patch: { status: 'completed' } },
      { ids: [own.id], patch: { status: 'pending' } },
    ]),
  )
})

test('Complete all completes the pending tasks of a video, and a failure restores them', async () => {
  answerGroups()
  answer(tasksContract.bulk, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Complete all 2 tasks of Desk lamp' }))
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(screen.getByRole('button', { name: 'Complete B0C1234567 in US' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Complete B0C1234567 in DE' })).toBeTruthy()
})

test('deleting asks first, and a task that is gone already counts as deleted', async () => {
  const left = new Set([own.id, german.id])
  answer(tasksContract.listGroups, () => {
    const tasks = [own, german].filter(({ id }) => left.has(id))
    return { groups: tasks.length > 0 ? [sampleGroup(tasks)] : [], next_cursor: null, total: 1 }
  })
  answer(tasksContract.remove, ({ params: { id = '' } }) => {
    left.delete(id)
    if (id === german.id) throw new FakeProblem('task_not_found')
    return { id }
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('checkbox', { name: 'Select all loaded tasks' }))
  await user.click(screen.getByRole('button', { name: 'Delete' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete 2 tasks?' })
  expect(left.size).toBe(2)
  await user.click(within(dialog).getByRole('button', { name: 'Delete 2 tasks' }))
  await screen.findByText('2 tasks deleted')
  await screen.findByRole('heading', { name: 'Nothing to upload' })
})

test('an uploader completes selected tasks and deletes none', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  answerGroups()
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('checkbox', { name: 'Select B0C1234567 in US' }))
  const bar = screen.getByRole('region', { name: 'Selected tasks' })
  expect(within(bar).getByRole('button', { name: 'Complete' })).toBeTruthy()
  expect(within(bar).queryByRole('button', { name: 'Delete' })).toBeNull()
})

test('a task that another member has claimed cannot be changed', async () => {
  answerGroups()
  answer(tasksContract.update, () => {
    throw new FakeProblem('task_claimed')
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Skip B0C1234567 in US' }))
  await screen.findByText('Another teammate is working on B0C1234567 in US.')
})

test('a task without a video says why', async () => {
  const waiting = sampleTask({ video_id: null, no_video_reason: 'video_deleted' })
  answer(tasksContract.listGroups, () => ({
    groups: [sampleGroup([waiting], { video: null })],
    next_cursor: null,
  }))
  openApp('/tasks')
  expect((await screen.findAllByText(/The video it had was deleted/)).length).toBeGreaterThan(0)
})

test('the URL holds the filters, and "no matches" differs from "nothing to do"', async () => {
  answer(tasksContract.listGroups, ({ query }) => {
    expect(query.status).toBe('pending')
    return { groups: [], next_cursor: null, total: 0 }
  })
  const { user } = openApp('/tasks?marketplace=DE')
  await screen.findByRole('heading', { name: 'No matching tasks' })
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
  await screen.findByRole('heading', { name: 'Nothing to upload' })
})

test('the marketplace filter offers those that are on or still have tasks', async () => {
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, total: 0 }))
  answer(tasksContract.counts, () => ({ items: sampleCounts({ JP: 1 }) }))
  const { user } = openApp('/tasks?marketplace=FR')
  await user.click(await screen.findByRole('combobox', { name: 'Marketplace' }))
  await screen.findByRole('option', { name: 'JP · Japan' })
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'All marketplaces',
    'US · United States',
    'CA · Canada',
    'UK · United Kingdom',
    'DE · Germany',
    'FR · France',
    'JP · Japan',
  ])
})

test('the owner filter names the owners of products, and is kept in the link', async () => {
  const [mia, old] = [crypto.randomUUID(), crypto.randomUUID()]
  const owner = {
    color: '#112233',
    email: null,
    title_prefix: '',
    position: 1,
    updated_at: '2026-11-20T09:30:00+00:00',
  }
  answer(crmListsContract.owners.list, () => ({
    items: [
      { ...owner, id: mia, name: 'Mia', is_hidden: false },
      { ...owner, id: old, name: 'Old channel', is_hidden: true },
    ],
  }))
  const asked: (string | undefined)[] = []
  answer(tasksContract.listGroups, ({ query }) => {
    asked.push(query.owner_id)
    return { groups: [], next_cursor: null, total: 0 }
  })
  const { user, router } = openApp('/tasks')
  await user.click(await screen.findByRole('combobox', { name: 'Owner' }))
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['All owners', 'Mia'])
  await user.click(screen.getByRole('option', { name: 'Mia' }))
  await waitFor(() => expect(asked.at(-1)).toBe(mia))
  expect(router.state.location.search).toContain(`owner=${mia}`)
})

test('the history says when and by whom, the latest completion first', async () => {
  answer(tasksContract.list, ({ query }) => ({
    items:
      query.sort !== 'completed'
        ? []
        : [
            sampleTask({ status: 'completed', completed_at: '2026-11-20T09:30:00+00:00', completed_by: ana.id }),
            sampleTask({
              asin: 'B0C7654321',
              status: 'completed',
              completed_at: '2026-11-20T09:30:00+00:00',
              completed_by: crypto.randomUUID(),
              completed_by_name: 'Ben',
            }),
          ],
    next_cursor: null,
  }))
  openApp('/tasks?view=history')
  await screen.findByText(/by you/)
  expect(screen.getByText(/by Ben/)).toBeTruthy()
  expect(screen.getAllByTitle('Nov 20, 2026, 10:30 AM').length).toBe(2)
})

test('the thumbnail of a task is downloaded by a fresh link', async () => {
  const pictured = { ...own, thumbnail_url: 'https://files.test/old.jpg' }
  answer(tasksContract.listGroups, () => ({
    groups: [sampleGroup([pictured, german])],
    next_cursor: null,
    total: 1,
  }))
  answer(thumbnailsContract.find, ({ query }) => {
    expect(query).toEqual({ task_id: own.id })
    const filename = 'B0C1234567_thumbnail.jpg'
    return { source: 'own' as const, url: 'https://files.test/new.jpg', filename, expires_at: own.created_at }
  })
  const clicked: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.href}`)
  })
  const { user } = openApp('/tasks')
  await user.click(await screen.findByRole('button', { name: 'Download the thumbnail of B0C1234567 in US' }))
  await waitFor(() => expect(clicked).toEqual(['B0C1234567_thumbnail.jpg https://files.test/new.jpg']))
  // A task without one offers none.
  expect(screen.queryByRole('button', { name: 'Download the thumbnail of B0C1234567 in DE' })).toBeNull()
})
