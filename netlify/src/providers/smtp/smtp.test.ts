import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../../../services/emulators/testing.ts'
import { ProviderError } from '../errors.ts'
import { handOver } from './client.ts'
import { type Mail, openMailer } from './index.ts'
import { parseMailServer } from './server.ts'

let smtp: TestEmulator
beforeAll(async () => {
  smtp = await startTestEmulator('smtp')
})
beforeEach(async () => {
  await smtp.control.reset()
  const needed = { SUPABASE_URL: 'http://supabase.test', SUPABASE_ANON_KEY: 'a', SUPABASE_SERVICE_ROLE_KEY: 's' }
  for (const [name, value] of Object.entries({ ...needed, SITE_URL: 'http://site.test', ...smtp.env })) {
    vi.stubEnv(name, value)
  }
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => smtp.close())

const mail = (change: Partial<Mail> = {}): Mail => ({
  id: randomUUID(),
  to: { name: 'Ann “A” Größe', address: 'ann@example.test' },
  subject: '12 listings need attention · Größe',
  text: 'Hello\n.a line that begins with a dot\nGröße\n',
  html: '<p>Hello</p>',
  headers: { 'List-Unsubscribe': '<http://site.test/stop>' },
  ...change,
})
const send = (change: Partial<Mail> = {}, timeoutMs = 5000, signal?: AbortSignal) => {
  const mailer = openMailer({ timeoutMs })
  if (!mailer) throw new Error('no mailer')
  return mailer.send(mail(change), signal)
}
type Kept = { from: string; to: string[]; subject: string; text: string; html: string; headers: Record<string, string> }
// safe: the emulator's own answer
const kept = async () => ((await smtp.control.run('mails', {})) as { mails: Kept[] }).mails
const fail = (fault: object) => smtp.control.seed({ faults: [fault] })
const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw new Error(`no ProviderError: ${String(error)}`)
  return error
}

test('an email arrives with both parts, as it was written', async () => {
  const id = randomUUID()
  expect(await send({ id })).toBe('accepted')
  const [arrived] = await kept()
  expect(arrived).toMatchObject({
    from: 'notices@opsyncpro.test',
    to: ['ann@example.test'],
    subject: '12 listings need attention · Größe',
    text: 'Hello\n.a line that begins with a dot\nGröße\n',
    html: '<p>Hello</p>',
  })
  expect(arrived?.headers).toMatchObject({
    from: 'OpSyncPro <notices@opsyncpro.test>',
    'message-id': `<${id}@opsyncpro.test>`,
    'list-unsubscribe': '<http://site.test/stop>',
  })
})

test('a name or subject with line breaks adds no header', async () => {
  await send({ subject: 'Hi\r\nBcc: eve@example.test', to: { name: 'Ann\r\nX-Evil: 1', address: 'ann@example.test' } })
  const [arrived] = await kept()
  expect(Object.keys(arrived?.headers ?? {})).not.toContain('bcc')
  expect(Object.keys(arrived?.headers ?? {})).not.toContain('x-evil')
  expect(arrived?.to).toEqual(['ann@example.test'])
})

describe('a server that is proven not to have the mail', () => {
  test.each([
    ['reconnect', 'smtp_535', 'login', { code: 535, text: '5.7.8 Authentication credentials invalid' }],
    ['try_later', 'smtp_454', 'login', { code: 454, text: '4.7.0 Temporary authentication failure' }],
    ['try_later', 'smtp_421', 'connect', { code: 421, text: '4.3.2 Busy' }],
    ['reconnect', 'smtp_554', 'sender', { code: 554, text: '5.7.1 Sender address is not verified' }],
    ['gone', 'smtp_550', 'recipient', { code: 550, text: '5.1.1 No such user here' }],
    ['gone', 'smtp_550', 'recipient', { code: 550, text: 'Unknown mailbox' }],
    ['rejected', 'smtp_550', 'recipient', { code: 550, text: '5.7.1 Blocked by policy' }],
    ['try_later', 'smtp_452', 'recipient', { code: 452, text: '4.2.2 Mailbox full' }],
    ['try_later', 'smtp_451', 'data', { code: 451, text: '4.3.0 Not now' }],
    ['rejected', 'smtp_554', 'message', { code: 554, text: '5.6.0 Looks like spam' }],
    ['try_later', 'smtp_451', 'message', { code: 451, text: '4.7.1 Greylisted' }],
  ])('is %s (%s) when it refuses at %s', async (outcome, code, at, refuse) => {
    await fail({ at, refuse })
    expect(await failureOf(send())).toMatchObject({ outcome, code })
    expect(await kept()).toEqual([])
  })

  test.each(['connect', 'login', 'sender', 'recipient', 'data'])('is try_later when it hangs up at %s', async (at) => {
    await fail({ at, drop: 'before' })
    expect(await failureOf(send())).toMatchObject({ outcome: 'try_later' })
    expect(await kept()).toEqual([])
  })

  test.each(['connect', 'sender', 'data'])('is try_later when it says nothing at %s', async (at) => {
    await fail({ at, hang: 'before' })
    expect(await failureOf(send({}, 400))).toMatchObject({ outcome: 'try_later' })
    expect(await kept()).toEqual([])
  })

  test('is try_later when no server is there', async () => {
    vi.stubEnv('SMTP_URL', 'smtp://user:secret-password@127.0.0.1:1')
    const error = await failureOf(send())
    expect(error.outcome).toBe('try_later')
    expect(error.message).not.toContain('secret-password')
  })

  test('is rejected when the mail is too large to begin with', async () => {
    expect(await failureOf(send({ text: 'x'.repeat(300_000) }))).toMatchObject({
      outcome: 'rejected',
      code: 'message_too_large',
    })
  })

  test('says nothing of the recipient, the password or the server’s prose', async () => {
    await fail({ at: 'recipient', refuse: { code: 550, text: '5.1.1 ann@example.test is unknown' } })
    expect((await failureOf(send())).message).toBe('smtp: gone (smtp_550)')
  })

  test('hands the reason on when the caller stops it', async () => {
    await fail({ at: 'sender', hang: 'before' })
    const controller = new AbortController()
    const work = send({}, 5000, controller.signal)
    controller.abort(new Error('the lease is lost'))
    await expect(work).rejects.toThrow('the lease is lost')
  })
})

describe('a lost answer', () => {
  test.each([
    ['drop', 'before', 0],
    ['drop', 'after', 1],
    ['hang', 'before', 0],
    ['hang', 'after', 1],
  ] as const)('%s %s the message was accepted is unknown: the server may have it', async (kind, moment, count) => {
    await fail({ at: 'message', [kind]: moment })
    expect(await send({}, 600)).toBe('unknown')
    expect(await kept()).toHaveLength(count)
  })
})

test.each([
  ['smtp://127.0.0.1:2525', { port: 2525, isSecure: false, requiresTls: false, login: null }],
  ['smtp://u:p@smtp.example.com', { port: 587, isSecure: false, requiresTls: true, login: { user: 'u', pass: 'p' } }],
  [
    'smtps://a%40b.test:p%2Fw@smtp.example.com',
    { port: 465, isSecure: true, login: { user: 'a@b.test', pass: 'p/w' } },
  ],
])('%s is read', (address, expected) => expect(parseMailServer(address)).toMatchObject(expected))

test('no password reaches a server without TLS that is not this machine', async () => {
  const server = { ...parseMailServer(smtp.env.SMTP_URL ?? ''), requiresTls: true }
  // The login would be refused with 535: the session ends before.
  await fail({ at: 'login', refuse: { code: 535, text: '5.7.8 No' } })
  const message = { from: 'notices@opsyncpro.test', to: 'ann@example.test', content: Buffer.from('') }
  expect(await failureOf(handOver(server, message, { timeoutMs: 5000 }))).toMatchObject({
    outcome: 'reconnect',
    code: 'smtp_502',
  })
})

test('without a server or a sender there is no mailer', () => {
  vi.stubEnv('MAIL_FROM', '')
  expect(openMailer()).toBeNull()
})
