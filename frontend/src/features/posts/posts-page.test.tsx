// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { instagram, sampleJob, samplePost, youtube } from '#app/testing/sample-posts.ts'
import { ana, sampleConfig, sampleProduct, sampleVideo } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { DEFAULT_LIMITS } from '#core/social/posts/limits.ts'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const COUNTS = { draft: 1, scheduled: 0, publishing: 0, posted: 0, partial: 1, failed: 0, cancelled: 0 }

beforeEach(() => {
  startWorld()
  answer(socialPostsContract.counts, () => ({ total: 2, by_state: COUNTS, attention: 1 }))
  answer(socialPostsContract.accounts, () => ({ items: [instagram, youtube] }))
  answer(socialSettingsContract.limits, () => ({ items: [...DEFAULT_LIMITS] }))
  answer(socialSettingsContract.get, () => ({ time_zone: 'America/New_York' }))
  answer(socialSettingsContract.templates, () => ({
    items: [
      { id: instagram.id, name: 'Short', body: '{title}\n{link}', network: null, updated_at: '2026-11-20T10:00:00Z' },
    ],
  }))
  answer(socialSettingsContract.hashtagSets, () => ({
    items: [{ id: instagram.id, name: 'Home', tags: ['lamp', 'desk'], updated_at: '2026-11-20T10:00:00Z' }],
  }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null, total: 0 }))
})

const answerList = (...items: SocialPost[]) => answer(socialPostsContract.list, () => ({ items, next_cursor: null }))

test('a list row shows each account with its link or reason, and Retry sends only what failed', async () => {
  const partial = samplePost({
    state: 'partial',
    jobs: [
      sampleJob({ state: 'posted', media_id: '1', permalink: 'https://www.instagram.com/reel/1/' }),
      sampleJob({
        id: youtube.id,
        network: 'youtube',
        account_name: 'Lamps',
        state: 'failed',
        error_code: 'x',
        error: 'YouTube refused the title.',
      }),
    ],
  })
  answerList(partial)
  const retried: string[] = []
  answer(publishingContract.retry, ({ params }) => {
    retried.push(params.id ?? '')
    return { retried: 1 }
  })
  const { user } = openApp('/posts')
  const row = await screen.findByRole('listitem', { name: 'Desk lamp' })
  expect(row.textContent).toContain('YouTube (Lamps): YouTube refused the title.')
  expect(within(row).getByRole('link', { name: 'Lamp shop' }).getAttribute('href')).toBe(
    'https://www.instagram.com/reel/1/',
  )
  await user.click(within(row).getByRole('button', { name: 'Retry 1 account' }))
  await screen.findByText('Trying again on 1 account')
  expect(retried).toEqual([partial.id])
})

test('tabs filter by state, with what needs attention counted', async () => {
  const asked: unknown[] = []
  answer(socialPostsContract.list, ({ query }) => {
    asked.push(query.state)
    return { items: [], next_cursor: null }
  })
  const { user, router } = openApp('/posts')
  await user.click(await screen.findByRole('tab', { name: 'Needs attention 1' }))
  await screen.findByText('No matching posts')
  expect(asked.at(-1)).toBe('attention')
  expect(router.state.location.search).toBe('?state=attention')
})

test('no posts yet, a failure, and an uploader', async () => {
  answerList()
  openApp('/posts')
  await screen.findByText('No posts yet')
})

test('a list that could not be loaded offers to try again', async () => {
  answer(socialPostsContract.list, () => {
    throw new FakeOutage()
  })
  openApp('/posts')
  await screen.findByText('The posts could not be loaded')
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})

test('an uploader reads why there are no posts', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/posts')
  await screen.findByText('Only owners and managers can post')
})

test('the composer counts as each network counts, and says what is over', async () => {
  const { user } = openApp('/posts/new')
  await user.click(await screen.findByRole('checkbox', { name: 'Instagram: Lamp shop' }))
  await user.click(screen.getByRole('checkbox', { name: 'YouTube: Lamps' }))
  await user.type(screen.getByRole('textbox', { name: 'Caption' }), '#a #b #c #d #e #f')
  const limits = screen.getByRole('list', { name: 'Instagram limits' })
  expect(limits.textContent).toContain('Hashtags 6 / 5 · 1 over')
  await user.click(screen.getByRole('tab', { name: 'Instagram · needs a change' }))
  expect(screen.getByRole('alert').textContent).toBe('Instagram accepts 5 hashtags; this caption has 6. Remove 1.')
  await user.click(screen.getByRole('switch', { name: 'Own caption for Instagram' }))
  const own = screen.getByRole('textbox', { name: 'Caption for Instagram' })
  await user.clear(own)
  await user.type(own, 'Short')
  expect(screen.queryByRole('alert')).toBeNull()
  const preview = screen.getByRole('article', { name: 'Preview on Instagram' })
  expect(preview.textContent).toContain('Short')
  expect(screen.getByRole('article', { name: 'Preview on YouTube' }).textContent).toContain('#a #b')
})

test('templates and hashtag sets are inserted and stay editable', async () => {
  const { user } = openApp('/posts/new')
  await user.type(await screen.findByRole('textbox', { name: 'Link' }), 'https://a.example/l')
  await user.click(await screen.findByRole('button', { name: 'Template' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Short' }))
  const caption = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' })
  await waitFor(() => expect(caption.value).toBe('https://a.example/l'))
  await user.click(screen.getByRole('button', { name: 'Hashtags' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Home (2)' }))
  await waitFor(() => expect(caption.value).toBe('https://a.example/l\n\n#lamp #desk'))
})

test('a time that the clock skips is explained, and the request keeps what was chosen', async () => {
  const sent: unknown[] = []
  answer(socialPostsContract.create, ({ body }) => {
    sent.push(body)
    return samplePost({
      state: 'scheduled',
      schedule_rule: 'moved',
      scheduled_wall: '2036-03-09T02:30',
      time_zone: 'America/New_York',
      scheduled_at: '2036-03-09T07:00:00Z',
    })
  })
  const { user, router } = openApp('/posts/new?wall=2036-03-09T02:30')
  await screen.findByText(/2:30.AM does not exist on this day: the clocks go forward. The post goes out at 3:00.AM./)
  await user.type(screen.getByRole('textbox', { name: 'Caption' }), 'Hi')
  await user.click(screen.getByRole('button', { name: /^Schedule for/ }))
  await screen.findByText('Post scheduled')
  expect(sent).toMatchObject([{ caption: 'Hi', schedule: { wall: '2036-03-09T02:30', time_zone: 'America/New_York' } }])
  await waitFor(() => expect(router.state.location.pathname).toBe(`/posts/${samplePost().id}`))
})

test('a refused post keeps its text, also after the page is opened anew, and says why beside it', async () => {
  const reason = { code: 'title_missing', severity: 'error' as const, message: 'The title is missing.' }
  answer(socialPostsContract.preflight, () => ({
    can_post: false,
    findings: [{ network: 'youtube' as const, connection_id: youtube.id, ...reason }],
  }))
  answer(socialPostsContract.create, () => {
    throw new FakeProblem('post_not_ready', { detail: 'YouTube needs a title. Enter one.' })
  })
  const { user } = openApp('/posts/new?wall=2036-01-01T09:00')
  await user.type(await screen.findByRole('textbox', { name: 'Caption' }), 'Not lost')
  await user.click(screen.getByRole('button', { name: /^Schedule for/ }))
  await screen.findByText('The post was not saved. Your text is still here.')
  expect(localStorage.getItem('opsyncpro.post-draft.new.')).toContain('Not lost')
  expect(screen.getByText('YouTube needs a title. Enter one.')).toBeTruthy()
  await screen.findByText(/The title is missing\./)
  await user.click(screen.getByRole('button', { name: 'Discard them' }))
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' }).value).toBe('')
})

test('the next free slot fills in the time; without slots it says where to add them', async () => {
  answer(socialPostsContract.nextSlot, () => ({ slot: null, has_slots: false }))
  const { user } = openApp('/posts/new')
  await user.click(await screen.findByRole('button', { name: 'Next free slot' }))
  await screen.findByText('No slots yet')
  answer(socialPostsContract.nextSlot, () => ({
    slot: {
      slot_id: instagram.id,
      wall: '2036-05-05T09:00',
      time_zone: 'Europe/Berlin',
      at: '2036-05-05T07:00:00Z',
      rule: null,
      actual: '2036-05-05T09:00',
    },
    has_slots: true,
  }))
  await user.click(screen.getByRole('button', { name: 'Next free slot' }))
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Date and time').value).toBe('2036-05-05T09:00'))
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Time zone' }).value).toBe('Europe/Berlin')
})

test('posting now is confirmed first', async () => {
  const sent: unknown[] = []
  answer(socialPostsContract.create, ({ body }) => {
    sent.push(body)
    return samplePost({
      state: 'scheduled',
      scheduled_wall: '2026-11-30T09:00',
      time_zone: 'UTC',
      scheduled_at: '2026-11-30T09:00:00Z',
    })
  })
  const { user } = openApp('/posts/new')
  await user.click(await screen.findByRole('button', { name: 'Post now' }))
  const dialog = await screen.findByRole('dialog', { name: 'Post now?' })
  expect(sent).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Post now' }))
  await screen.findByText('Posting now')
  expect(sent).toMatchObject([{ schedule: { now: true } }])
})

test('the check before posting lists what it found, the worst first', async () => {
  answer(socialPostsContract.preflight, () => ({
    can_post: false,
    findings: [
      { network: null, connection_id: null, code: 'not_a_reel', severity: 'note' as const, message: 'A note.' },
      {
        network: 'instagram' as const,
        connection_id: instagram.id,
        code: 'file_redirects',
        severity: 'error' as const,
        message: 'It redirects.',
      },
    ],
  }))
  const { user } = openApp('/posts/new')
  await screen.findByRole('checkbox', { name: 'Instagram: Lamp shop' })
  await user.click(screen.getByRole('button', { name: 'Check post' }))
  const results = await screen.findByRole('region', { name: 'Check results' })
  expect(
    within(results)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual(['Lamp shop: It redirects.', 'A note.'])
})

test('a post that may be public needs attention and offers no second sending', async () => {
  answer(socialPostsContract.get, () => samplePost({ state: 'publishing', jobs: [sampleJob({ state: 'unknown' })] }))
  openApp(`/posts/${samplePost().id}`)
  const results = await screen.findByRole('list', { name: 'Results' })
  expect(results.textContent).toContain('Needs attention')
  expect(results.textContent).toContain('does not send it again')
  expect(screen.queryByRole('button', { name: /Retry/ })).toBeNull()
})

test.each([
  { place: 'its own page', path: `/posts/${samplePost().id}`, area: { role: 'main', name: undefined } },
  { place: 'the list', path: '/posts', area: { role: 'listitem', name: 'Desk lamp' } },
])('$place shows by itself that a scheduled post went out', async ({ path, area: { role, name } }) => {
  let post = samplePost({ state: 'scheduled', jobs: [sampleJob({ state: 'pending' })] })
  answer(socialPostsContract.get, () => post)
  answer(socialPostsContract.list, () => ({ items: [post], next_cursor: null }))
  vi.useFakeTimers({ shouldAdvanceTime: true })
  openApp(path)
  const area = await screen.findByRole(role, name === undefined ? {} : { name })
  await within(area).findAllByText('Scheduled')
  post = samplePost({ state: 'posted', jobs: [sampleJob({ state: 'posted' })] })
  await vi.advanceTimersByTimeAsync(15_000)
  await waitFor(() => expect(within(area).queryAllByText('Posted')).not.toEqual([]))
  expect(within(area).queryAllByText('Scheduled')).toEqual([])
  vi.useRealTimers()
})

test('a post that is gone says so', async () => {
  answer(socialPostsContract.get, () => {
    throw new FakeProblem('post_not_found')
  })
  openApp(`/posts/${samplePost().id}`)
  await screen.findByText("We can't find this post")
})

test('a caption by AI appears as it is written, turns the label on, and Undo brings the text back', async () => {
  const id = samplePost().id
  answer(accountsContract.config, () => sampleConfig({ features: { captions: { state: 'configured' } } }))
  answer(videosContract.get, () => sampleVideo(sampleProduct(), { id }))
  answer(socialPostsContract.writeCaption, ({ body }) => {
    expect(body).toEqual({ video_id: id, network: null })
    return words('A bright ', 'lamp.')
  })
  const { user } = openApp(`/posts/new?video_id=${id}`)
  const caption = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Caption' })
  await user.type(caption, 'Mine')
  await user.click(await screen.findByRole('button', { name: 'Write with AI' }))
  await screen.findByText('Caption written by AI')
  expect(caption.value).toBe('A bright lamp.')
  expect(screen.getByRole('checkbox', { name: 'AI generated' }).getAttribute('aria-checked')).toBe('true')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(caption.value).toBe('Mine'))
})

async function* words(...parts: string[]) {
  for (const part of parts) yield part
}

test('without a key there is no button for AI', async () => {
  openApp('/posts/new')
  await screen.findByRole('textbox', { name: 'Caption' })
  expect(screen.queryByRole('button', { name: 'Write with AI' })).toBeNull()
})

test('a post that was not confirmed can be found among what the account published, or declared missing', async () => {
  const open = samplePost({ state: 'publishing', jobs: [sampleJob({ state: 'unknown', waiting_reason: 'Not sure.' })] })
  answer(socialPostsContract.get, () => open)
  answer(publishingContract.candidates, () => ({
    items: [
      {
        media_id: '7',
        text: 'Mine',
        posted_at: '2026-11-30T10:00:00Z',
        permalink: 'https://www.instagram.com/reel/7/',
      },
      { media_id: '8', text: 'Mine too', posted_at: '2026-11-30T10:01:00Z', permalink: null },
    ],
  }))
  const sent: unknown[] = []
  answer(publishingContract.resolve, ({ body }) => {
    sent.push(body)
    return { state: sent.length === 1 ? ('posted' as const) : ('failed' as const) }
  })
  const { user } = openApp(`/posts/${open.id}`)
  await user.click(await screen.findByRole('button', { name: 'Find this post' }))
  const listed = within(await screen.findByRole('list', { name: 'Published posts' }))
  expect(listed.getAllByRole('listitem')).toHaveLength(2)
  await user.click(listed.getByRole('button', { name: 'This one: Mine' }))
  await screen.findByText('The post is found')
  await user.click(await screen.findByRole('button', { name: 'Find this post' }))
  await user.click(await screen.findByRole('button', { name: 'It is not there' }))
  await screen.findByText('The post can be tried again')
  expect(sent).toEqual([{ media_id: '7' }, { media_id: null }])
})

test('a dub is posted as AI generated, with the reason beside it', async () => {
  const video = sampleVideo(sampleProduct())
  const dub = {
    id: youtube.id,
    video_id: video.id,
    kind: 'dub' as const,
    profile: null,
    language: 'de' as const,
    state: 'ready' as const,
    progress: 100,
    error_code: null,
    error: null,
    waiting_code: null,
    waiting_reason: null,
    file_size: 9,
    finished_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
  }
  answer(videosContract.get, () => ({ ...video, variants: [dub] }))
  const sent: unknown[] = []
  answer(socialPostsContract.create, ({ body }) => {
    sent.push(body)
    return samplePost()
  })
  answer(socialPostsContract.get, () => samplePost())
  const { user } = openApp(`/posts/new?video_id=${video.id}`)
  const mark = await screen.findByRole('checkbox', { name: 'AI generated' })
  expect(mark.getAttribute('aria-checked')).toBe('false')
  await user.click(await screen.findByRole('combobox', { name: 'Language' }))
  await user.click(await screen.findByRole('option', { name: 'German (dubbed by AI)' }))
  expect(mark.getAttribute('aria-checked')).toBe('true')
  await screen.findByText(/AI speaks the German version/)
  await user.click(screen.getByRole('button', { name: 'Save draft' }))
  await waitFor(() => expect(sent).toMatchObject([{ dub_language: 'de', is_ai_generated: true }]))
})

test('a template for one network is set in the settings, and offered only there', async () => {
  const saved: unknown[] = []
  answer(socialSettingsContract.slots, () => ({ items: [], time_zone: 'UTC' }))
  answer(socialSettingsContract.repeats, () => ({ items: [] }))
  answer(socialSettingsContract.updateTemplate, ({ body }) => {
    saved.push(body)
    return {
      id: instagram.id,
      name: 'Short',
      body: 'x',
      network: 'youtube' as const,
      updated_at: '2026-11-20T10:00:00Z',
    }
  })
  const { user, router } = openApp('/posts/settings')
  await user.click(await screen.findByRole('button', { name: 'Edit Short' }))
  await user.click(screen.getByRole('combobox', { name: 'For' }))
  await user.click(await screen.findByRole('option', { name: 'YouTube' }))
  answer(socialSettingsContract.templates, () => ({
    items: [
      {
        id: instagram.id,
        name: 'Short',
        body: 'For YouTube',
        network: 'youtube' as const,
        updated_at: '2026-11-20T10:00:00Z',
      },
    ],
  }))
  await user.click(screen.getByRole('button', { name: 'Save template' }))
  await waitFor(() => expect(saved).toMatchObject([{ network: 'youtube' }]))
  await router.navigate('/posts/new')
  await user.click(await screen.findByRole('checkbox', { name: 'YouTube: Lamps' }))
  expect(screen.queryByRole('button', { name: 'Template' })).toBeNull()
  await user.click(screen.getByRole('tab', { name: /^YouTube/ }))
  await user.click(screen.getByRole('switch', { name: 'Own caption for YouTube' }))
  await user.click(screen.getByRole('button', { name: 'Template' }))
  await screen.findByRole('menuitem', { name: 'Short' })
})

test('the limits of a repeat change, and one of them stays', async () => {
  const saved: unknown[] = []
  const repeat = {
    id: youtube.id,
    post_id: samplePost().id,
    caption: 'A lamp',
    product_title: 'Desk lamp',
    every_days: 30,
    max_times: 3,
    made: 1,
    starts_on: '2026-11-01',
    ends_on: null,
    time: '09:00',
    time_zone: 'UTC',
    last_post_id: null,
    ended: null,
    created_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
  }
  answer(socialSettingsContract.slots, () => ({ items: [], time_zone: 'UTC' }))
  answer(socialSettingsContract.repeats, () => ({ items: [repeat] }))
  answer(socialSettingsContract.updateRepeat, ({ body }) => {
    saved.push(body)
    return repeat
  })
  const { user } = openApp('/posts/settings')
  await user.click(await screen.findByRole('button', { name: 'Change the limits of Desk lamp' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Change the limits' }))
  await user.clear(dialog.getByLabelText('Number of repeats'))
  expect(dialog.getByRole('button', { name: 'Save limits' }).hasAttribute('disabled')).toBe(true)
  await user.type(dialog.getByLabelText('Last day'), '2027-03-01')
  await user.clear(dialog.getByLabelText('Days between posts'))
  await user.type(dialog.getByLabelText('Days between posts'), '14')
  await user.click(dialog.getByRole('button', { name: 'Save limits' }))
  await waitFor(() => expect(saved).toEqual([{ every_days: 14, max_times: null, ends_on: '2027-03-01' }]))
})
