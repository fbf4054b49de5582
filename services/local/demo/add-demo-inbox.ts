import { createControl } from '../../emulators/control-client.ts'
import type { CallApi } from './seed-demo.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

type Line = { from: 'them' | 'app'; text: string | null; ageMs: number; kind?: string }
type DemoConversation = { id: string; username: string; name: string; lines: Line[] }

const them = (text: string | null, ageMs: number, more: Partial<Line> = {}): Line => ({
  from: 'them',
  text,
  ageMs,
  ...more,
})
const app = (text: string, ageMs: number): Line => ({ from: 'app', text, ageMs })

/** What followers wrote, with windows that are open, short and closed. */
const CONVERSATIONS: readonly DemoConversation[] = [
  {
    id: '9001',
    username: 'lena.cooks',
    name: 'Lena Vogt',
    lines: [
      them('Hi! I saw your video about the walnut tray.', 26 * MINUTE_MS),
      them('Is it dishwasher safe? And does it ship to Germany? 😊', 24 * MINUTE_MS),
    ],
  },
  {
    id: '9002',
    username: 'marco_diy',
    name: 'Marco Diaz',
    lines: [
      them('Which lamp is that in your last reel?', 22 * HOUR_MS),
      app('The one with the brass arm! Link is in my bio.', 21.5 * HOUR_MS),
      them('Found it, thanks. Do you have a code for it?', 20.7 * HOUR_MS),
    ],
  },
  {
    id: '9003',
    username: 'priya.home',
    name: 'Priya Nair',
    lines: [them(null, 3 * HOUR_MS, { kind: 'story_mention' })],
  },
  {
    id: '9004',
    username: 'tom.k',
    name: 'Tom Keller',
    lines: [
      them('Would you review our new kettle? We can send one.', 50 * HOUR_MS),
      app('Send me the details and I will have a look.', 49 * HOUR_MS),
      them('Here is the page: https://kettles.example.com/glass-kettle?ref=dm. Tell me what you think!', 30 * HOUR_MS),
    ],
  },
  {
    id: '9005',
    username: 'sofia.m',
    name: 'Sofia Martins',
    lines: [them('Love this! 🔥🔥', 23.4 * HOUR_MS, { kind: 'story_reply' })],
  },
  {
    id: '9006',
    username: 'jo.bakes',
    name: 'Jo Baker',
    lines: [
      them('Does the mixer come in red?', 100 * HOUR_MS),
      app('Yes, red and cream.', 99 * HOUR_MS),
      them('Perfect, ordered one.', 98 * HOUR_MS),
      app('Enjoy it!', 97 * HOUR_MS),
    ],
  },
]

const REPLIES = [
  { shortcut: 'thanks', text: 'Thank you so much! That made my day. 🙌' },
  { shortcut: 'link', text: 'The link is in my bio, first one under "Kitchen".' },
  { shortcut: 'shipping', text: 'Amazon shows the shipping time on the product page.' },
]

/** Lets followers write to a connected account, and switches its inbox on. */
export async function addDemoInbox(metaUrl: string, call: CallApi): Promise<void> {
  const control = createControl(metaUrl)
  // safe: the answers below are those of our own contracts, which the endpoints check.
  const { items: accounts } = (await call('GET', '/api/social-accounts')) as {
    items: { id: string; network: string; account_id: string; can_message: boolean }[]
  }
  const account = accounts.find(({ network, can_message }) => network === 'instagram' && can_message)
  if (!account) throw new Error('The demo has no Instagram account that may read messages.')
  for (const { lines, ...person } of CONVERSATIONS) {
    for (const { from, text, ageMs, kind } of lines) {
      const message = { account_id: account.account_id, age_ms: Math.round(ageMs), times: 0, text }
      if (from === 'app') await control.run('send_from_app', { ...message, to: person })
      else await control.run('receive_message', { ...message, from: person, ...(kind !== undefined && { kind }) })
    }
  }
  for (const reply of REPLIES) await call('POST', '/api/saved-replies', reply)
  await call('PATCH', `/api/inbox-settings/${account.id}`, { is_on: true })
}
