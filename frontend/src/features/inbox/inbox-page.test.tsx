// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleConversation, sampleInboxAccount, sampleMessage, sampleReply } from '#app/testing/sample-inbox.ts'
import { ana } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import {
  type InboxAccount,
  type InboxConversation,
  inboxContract,
  type UpdateConversation,
} from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { type SavedReply, savedRepliesContract } from '#core/social/inbox/saved-replies.ts'

let conversations: InboxConversation[]
let messages: InboxMessage[]
let accounts: InboxAccount[]
let replies: SavedReply[]
let changes: { id: string; change: UpdateConversation }[]
let sent: object[]

const lena = sampleConversation()
const marco = sampleConversation({ participant_name: 'Marco Diaz', last_text: 'Which lamp?', unread_count: 0 })

beforeEach(() => {
  startWorld()
  conversations = [lena, marco]
  messages = [sampleMessage({ conversation_id: lena.id })]
  accounts = [sampleInboxAccount()]
  replies = []
  changes = []
  sent = []
  answer(inboxContract.list, () => ({ items: conversations, next_cursor: null }))
  answer(inboxContract.get, ({ params }) => {
    const found = conversations.find(({ id }) => id === params.id)
    if (!found) throw new FakeProblem('conversation_not_found')
    return found
  })
  // After the one conversation, whose path matches too.
  answer(inboxContract.counts, () => ({ open: 2, unread: 1, mine: 0, unassigned: 2, resolved: 3 }))
  answer(inboxContract.messages, () => ({ items: messages, next_cursor: null }))
  answer(inboxContract.settings, () => ({ items: accounts, people: [{ id: ana.id, name: ana.name }] }))
  answer(inboxContract.refresh, () => ({ accounts: 0 }))
  answer(savedRepliesContract.list, () => ({ items: replies }))
  answer(inboxContract.update, ({ params, body }) => {
    const change = inboxContract.update.body.parse(body)
    changes.push({ id: params.id ?? '', change })
    const found = conversations.find(({ id }) => id === params.id) ?? lena
    const { is_resolved, read_position } = change
    const next = {
      ...found,
      ...(is_resolved !== undefined && { resolved_at: is_resolved ? found.updated_at : null }),
      ...((read_position !== undefined || is_resolved) && { unread_count: 0 }),
    }
    conversations = conversations.map((one) => (one.id === next.id ? next : one))
    return next
  })
})

const openLena = () => openApp(`/inbox/${lena.id}`)
const thread = () => screen.findByRole('region', { name: 'Conversation with Lena Vogt' })

describe('the list', () => {
  test('shows who wrote, what, and how long a reply is taken; tabs have their counts', async () => {
    openApp('/inbox')
    const list = await screen.findByRole('list', { name: 'Conversations' })
    const [first] = within(list).getAllByRole('listitem')
    expect(first?.textContent).toContain('Lena Vogt')
    expect(first?.textContent).toContain('Is it dishwasher safe?')
    expect(first?.textContent).toContain('23 h left')
    expect(first?.textContent).toContain('1 unread')
    const views = screen.getByRole('group', { name: 'View' })
    await waitFor(() => expect(within(views).getByRole('button', { name: 'Unread 1' })).toBeTruthy())
    expect(within(views).getByRole('button', { name: 'Resolved 3' })).toBeTruthy()
  })

  test.each([
    ['failed', 'Not sent: '],
    ['sending', 'Sending: '],
    ['unknown', 'Not confirmed: '],
    ['sent', 'You: '],
  ] as const)('a last message that is %s says so', async (last_state, words) => {
    conversations = [sampleConversation({ last_direction: 'out', last_state, last_text: 'Hi' })]
    openApp('/inbox')
    expect((await screen.findByRole('list', { name: 'Conversations' })).textContent).toContain(`${words}Hi`)
  })

  test('a view asks for that view; a search without matches can be cleared', async () => {
    const asked: string[] = []
    answer(inboxContract.list, ({ query }) => {
      asked.push(query.view ?? '')
      return { items: query.q ? [] : conversations, next_cursor: null }
    })
    const { user, router } = openApp('/inbox?q=nothing')
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }))
    await screen.findByRole('list', { name: 'Conversations' })
    await user.click(screen.getByRole('button', { name: /^Resolved/ }))
    await waitFor(() => expect(asked.at(-1)).toBe('resolved'))
    expect(router.state.location.search).toBe('?view=resolved')
  })

  test('several are resolved at once, and Undo opens them again', async () => {
    const bulk: object[] = []
    answer(inboxContract.change, ({ body }) => {
      bulk.push(body as object)
      return { changed: 2 }
    })
    const { user } = openApp('/inbox')
    for (const name of ['Lena Vogt', 'Marco Diaz']) {
      await user.click(await screen.findByRole('checkbox', { name: `Select the conversation with ${name}` }))
    }
    const bar = await screen.findByRole('region', { name: 'Selected conversations' })
    await user.click(within(bar).getByRole('button', { name: 'Resolve' }))
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    const ids = [lena.id, marco.id]
    await waitFor(() =>
      expect(bulk).toEqual([
        { ids, change: { is_resolved: true } },
        { ids, change: { is_resolved: false } },
      ]),
    )
  })

  test('what keeps messages from coming is said, with what to do', async () => {
    accounts = [sampleInboxAccount({ sync_error: 'social_reconnect' })]
    openApp('/inbox')
    expect((await screen.findByRole('alert')).textContent).toContain("New messages of Ana's Finds don't arrive.")
  })

  test.each([
    ['Connect an Instagram account', () => []],
    ['The inbox is off', () => [sampleInboxAccount({ is_on: false })]],
    ['All caught up', () => [sampleInboxAccount()]],
  ] as const)('nothing there: %s', async (title, make) => {
    accounts = [...make()]
    conversations = []
    openApp('/inbox')
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
  })

  test('a failure can be tried again', async () => {
    answer(inboxContract.list, () => {
      throw new FakeProblem('internal')
    })
    const { user } = openApp('/inbox')
    const retry = await screen.findByRole('button', { name: 'Try again' })
    answer(inboxContract.list, () => ({ items: conversations, next_cursor: null }))
    await user.click(retry)
    expect(await screen.findByRole('list', { name: 'Conversations' })).toBeTruthy()
  })

  test('an uploader is told where their work is', async () => {
    answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
    openApp('/inbox')
    expect(await screen.findByRole('heading', { name: 'The inbox is for owners and managers' })).toBeTruthy()
  })
})

describe('an open conversation', () => {
  test('is read up to what was shown', async () => {
    openLena()
    await thread()
    await waitFor(() => expect(changes).toEqual([{ id: lena.id, change: { read_position: 1 } }]))
  })

  test('says what became of each message, and nothing looks sent before Instagram has it', async () => {
    messages = [
      sampleReply({ text: 'one', state: 'sending' }),
      sampleReply({ text: 'two', state: 'sending', waiting_code: 'account_held', waits_until: lena.updated_at }),
      sampleReply({ text: 'three', state: 'unknown' }),
      sampleReply({ text: 'four', state: 'failed', error_code: 'rejected', error: 'Instagram rejected this message.' }),
      sampleReply({ text: 'five', state: 'sent' }),
      sampleReply({ text: 'six', state: 'sent', origin: 'instagram', author_id: null, author_name: null }),
      sampleMessage({ kind: 'deleted', text: null }),
      sampleMessage({
        kind: 'story_mention',
        text: null,
        attachments: [{ kind: 'story_mention', url: null, title: null }],
      }),
      sampleMessage({ kind: 'unsupported', text: null }),
    ]
    openLena()
    const rows = within(await screen.findByRole('list', { name: /^Messages/ }))
    await waitFor(() => expect(rows.getAllByRole('listitem')).toHaveLength(9))
    const words = rows.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(words[0]).toContain('Sending…')
    expect(words[1]).toContain('Instagram has paused sending')
    expect(words[2]).toContain('Not confirmed. Checking with Instagram')
    expect(words[3]).toContain('Not sent. Instagram rejected this message.')
    expect(words[4]).toContain(`Sent by ${ana.name}`)
    expect(words[5]).toContain('Sent in Instagram')
    expect(words[6]).toContain('Message deleted')
    expect(words[7]).toContain('Mentioned you in a story')
    expect(words[8]).toContain('Open Instagram to see this message')
    expect(words.slice(0, 4).filter((line) => /\bSent (by|in)\b/.test(line ?? ''))).toEqual([])
  })

  test('text is text: markup is shown as typed, and only http links open', async () => {
    messages = [
      sampleMessage({ text: '<img src=x onerror=alert(1)> javascript:alert(1) see https://x.example/a?b=1, ok' }),
    ]
    openLena()
    const list = await screen.findByRole('list', { name: /^Messages/ })
    await waitFor(() => expect(list.textContent).toContain('<img src=x onerror=alert(1)> javascript:alert(1)'))
    const links = within(list).getAllByRole('link')
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://x.example/a?b=1'])
    expect(links[0]?.getAttribute('rel')).toContain('noopener')
    expect(list.querySelector('img')).toBeNull()
  })

  test('e resolves and reopens, j and k go through the list, r goes to the reply', async () => {
    const { user, router } = openLena()
    await thread()
    await user.keyboard('e')
    await waitFor(() => expect(changes.at(-1)?.change).toEqual({ is_resolved: true }))
    await user.keyboard('e')
    await waitFor(() => expect(changes.at(-1)?.change).toEqual({ is_resolved: false }))
    await user.keyboard('j')
    await waitFor(() => expect(router.state.location.pathname).toBe(`/inbox/${marco.id}`))
    await user.keyboard('k')
    await waitFor(() => expect(router.state.location.pathname).toBe(`/inbox/${lena.id}`))
    await user.keyboard('r')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Reply' })))
  })

  test('one that is not there says so', async () => {
    openApp(`/inbox/${crypto.randomUUID()}`)
    expect(await screen.findByRole('heading', { name: "We can't find this conversation" })).toBeTruthy()
  })
})

describe('the reply', () => {
  const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Reply' })
  const accept = () =>
    answer(inboxContract.send, ({ body }) => {
      sent.push(body)
      const reply = sampleReply({ conversation_id: lena.id, text: inboxContract.send.body.parse(body).text })
      messages = [reply, ...messages]
      return reply
    })

  test('shows as sending when it is accepted; then the field is empty', async () => {
    accept()
    const { user } = openLena()
    await user.type(await field(), 'Yes, it is.')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(async () => expect((await field()).value).toBe(''))
    expect(sent).toEqual([{ text: 'Yes, it is.' }])
    expect((await screen.findByRole('list', { name: /^Messages/ })).textContent).toContain('Sending…')
  })

  test('counts bytes, and does not send more than 1,000', async () => {
    const { user } = openLena()
    const text = await field()
    await user.click(text)
    await user.paste('👍'.repeat(250))
    expect(screen.getByText('1,000 / 1,000 bytes')).toBeTruthy()
    await user.paste('x')
    expect(screen.getByText(/1,001 \/ 1,000 bytes. Shorten the text/)).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true)
  })

  test('keeps the draft when the server refuses, and after the page is opened again', async () => {
    answer(inboxContract.send, () => {
      throw new FakeProblem('social_reconnect')
    })
    const { user } = openLena()
    await user.type(await field(), 'Keep me')
    await user.click(screen.getByRole('button', { name: 'Send' }))
    expect(await screen.findByText('The message was not sent. Your text is still here.')).toBeTruthy()
    expect((await field()).value).toBe('Keep me')
    expect(localStorage.getItem(`opsyncpro.inbox-draft.${lena.id}`)).toBe('"Keep me"')
  })

  test('each conversation has a draft of its own', async () => {
    localStorage.setItem(`opsyncpro.inbox-draft.${lena.id}`, '"For Lena"')
    const { user } = openLena()
    expect((await field()).value).toBe('For Lena')
    await user.click(screen.getByRole('link', { name: 'Marco Diaz' }))
    await screen.findByRole('region', { name: 'Conversation with Marco Diaz' })
    expect((await field()).value).toBe('')
  })

  test('a slash finds a saved reply; arrows and Enter insert it', async () => {
    const at = lena.updated_at
    replies = ['link', 'thanks', 'thursday'].map((shortcut) => ({
      id: crypto.randomUUID(),
      shortcut,
      text: `Text of ${shortcut}`,
      created_at: at,
      updated_at: at,
    }))
    const { user } = openLena()
    await user.type(await field(), '/th')
    const menu = await screen.findByRole('listbox', { name: 'Saved replies' })
    expect(
      within(menu)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['/thanksText of thanks', '/thursdayText of thursday'])
    await user.keyboard('{ArrowDown}{Enter}')
    expect((await field()).value).toBe('Text of thursday')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('a failed message is sent again in its place', async () => {
    accept()
    const failed = sampleReply({ state: 'failed', error_code: 'rejected', error: 'Rejected.', text: 'Again' })
    messages = [failed]
    const { user } = openLena()
    const list = within(await screen.findByRole('list', { name: /^Messages/ }))
    await user.click(await list.findByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(sent).toEqual([{ text: 'Again', replaces: failed.id }]))
  })

  test('a closed window says why, and what opens it', async () => {
    const past = new Date(Date.now() - 25 * 3_600_000).toISOString()
    conversations = [{ ...lena, last_inbound_at: past }]
    messages = [sampleReply({ state: 'failed', error_code: 'window_closed', error: 'The time to reply is over.' })]
    openLena()
    const pane = within(await thread())
    expect(await pane.findByText(/Instagram takes replies for 24 hours/)).toBeTruthy()
    expect(pane.queryByRole('textbox')).toBeNull()
    expect(pane.queryByRole('button', { name: 'Try again' })).toBeNull()
  })
})

test('the settings switch an inbox on, and put it back when the server refuses', async () => {
  accounts = [sampleInboxAccount({ is_on: false })]
  conversations = []
  answer(inboxContract.updateSettings, () => {
    throw new FakeProblem('not_allowed')
  })
  const { user } = openApp('/inbox')
  const [open] = await screen.findAllByRole('button', { name: 'Inbox settings' })
  if (open) await user.click(open)
  const toggle = await screen.findByRole('switch', { name: "Inbox of Ana's Finds" })
  await user.click(toggle)
  expect(await screen.findByText('The setting was not changed.')).toBeTruthy()
  await waitFor(() => expect(toggle.getAttribute('aria-checked')).toBe('false'))
})
