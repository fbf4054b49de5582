import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../testing.ts'
import { speakSmtp } from './testing/speak-smtp.ts'

let smtp: TestEmulator
beforeAll(async () => {
  smtp = await startTestEmulator('smtp')
})
beforeEach(() => smtp.control.reset())
afterAll(() => smtp.close())

const address = () => smtp.env.SMTP_URL ?? ''
const plain = (name: string, password: string) => Buffer.from(`\0${name}\0${password}`).toString('base64')
const login = () => {
  const { username, password } = new URL(address())
  return `AUTH PLAIN ${plain(username, password)}`
}
const MESSAGE =
  'From: a@opsyncpro.test\r\nDate: now\r\nMessage-ID: <1@x>\r\nSubject: Hi\r\n\r\nHello\r\n..two dots\r\n.'
// safe: the emulator's own answer
const mails = async () => ((await smtp.control.run('mails', {})) as { mails: Record<string, string>[] }).mails

/** A session that has said these lines, each of them accepted. */
async function talkAfter(...lines: string[]) {
  const talk = await speakSmtp(address())
  for (const line of lines) expect(await talk.say(line)).toMatch(/^[23]/)
  return talk
}
const READY = () => ['EHLO me', login(), 'MAIL FROM:<a@opsyncpro.test>', 'RCPT TO:<ann@example.test>']

test('a mail is kept with its envelope, dots unstuffed', async () => {
  const talk = await talkAfter(...READY(), 'DATA')
  expect(await talk.say(MESSAGE)).toMatch(/^250 2\.0\.0/)
  expect(await talk.say('QUIT')).toMatch(/^221/)
  expect(await mails()).toMatchObject([
    { id: 1, from: 'a@opsyncpro.test', to: ['ann@example.test'], subject: 'Hi', text: 'Hello\n.two dots\n' },
  ])
  const page = await (await fetch(smtp.url)).text()
  expect(page).toContain('Hello')
})

test.each([
  ['503', 'MAIL before EHLO', [], 'MAIL FROM:<a@opsyncpro.test>'],
  ['501', 'a client without a name', [], 'EHLO'],
  ['530', 'MAIL before AUTH', ['EHLO me'], 'MAIL FROM:<a@opsyncpro.test>'],
  ['535', 'a wrong password', ['EHLO me'], `AUTH PLAIN ${plain('opsyncpro', 'wrong')}`],
  ['504', 'another way to log in', ['EHLO me'], 'AUTH CRAM-MD5'],
  ['502', 'STARTTLS, which this machine does not need', ['EHLO me'], 'STARTTLS'],
  ['502', 'a command that is none', ['EHLO me'], 'SEND'],
  ['500', 'a line of 513 characters', ['EHLO me'], `NOOP ${'x'.repeat(513)}`],
])('%s for %s', async (code, _, before, line) => {
  const talk = await talkAfter(...before)
  expect(await talk.say(line)).toMatch(new RegExp(`^${code} `))
  talk.close()
})

test.each([
  ['501', 'a sender that is no address', 'MAIL FROM:<a>'],
  ['501', 'a space before the address', 'MAIL FROM: <a@opsyncpro.test>'],
  ['552', 'a message announced too big', 'MAIL FROM:<a@opsyncpro.test> SIZE=99999999999'],
  ['554', 'a sender of a domain that is not verified', 'MAIL FROM:<a@example.test>'],
  ['555', 'a parameter that was not offered', 'MAIL FROM:<a@opsyncpro.test> SMTPUTF8'],
  ['503', 'a recipient before the sender', 'RCPT TO:<ann@example.test>'],
  ['503', 'DATA before the sender', 'DATA'],
  ['503', 'a second login', `AUTH PLAIN ${plain('a', 'b')}`],
])('%s for %s', async (code, _, line) => {
  const talk = await talkAfter('EHLO me', login())
  expect(await talk.say(line)).toMatch(new RegExp(`^${code} `))
  talk.close()
})

test('550 for an unknown mailbox, 452 for a full one', async () => {
  await smtp.control.seed({ unknown_mailboxes: ['gone@example.test'], full_mailboxes: ['full@example.test'] })
  const talk = await talkAfter('EHLO me', login(), 'MAIL FROM:<a@opsyncpro.test>')
  expect(await talk.say('RCPT TO:<gone@example.test>')).toBe('550 5.1.1 No such user here')
  expect(await talk.say('RCPT TO:<full@example.test>')).toBe('452 4.2.2 Mailbox full')
  talk.close()
})

test.each([
  ['550', 'a message without a date', MESSAGE.replace('Date: now\r\n', '')],
  ['550', 'two senders', `From: b@opsyncpro.test\r\n${MESSAGE}`],
  ['554', 'lines ended by LF', MESSAGE.replace('Hello\r\n', 'Hello\n')],
  ['554', 'a line of 999 characters', MESSAGE.replace('Hello', 'x'.repeat(999))],
  ['554', '8-bit text that was not announced', MESSAGE.replace('Hello', 'Grüße')],
])('%s for %s, and nothing is kept', async (code, _, message) => {
  const talk = await talkAfter(...READY(), 'DATA')
  expect(await talk.say(message)).toMatch(new RegExp(`^${code} `))
  expect(await mails()).toEqual([])
  talk.close()
})

test('554 for data that comes before the server asked for it', async () => {
  const talk = await talkAfter(...READY())
  talk.write(`DATA\r\n${MESSAGE}\r\n`)
  expect(await talk.hear()).toMatch(/^554 5\.5\.0/)
  expect(await mails()).toEqual([])
})

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a connection that ends %s the message was accepted leaves %i mails', async (drop, count) => {
  await smtp.control.seed({ faults: [{ at: 'message', drop }] })
  const talk = await talkAfter(...READY(), 'DATA')
  expect(await talk.say(MESSAGE)).toBeNull()
  expect(await mails()).toHaveLength(count)
})

test('a refusal by plan is used up', async () => {
  await smtp.control.seed({ faults: [{ at: 'connect', refuse: { code: 421, text: '4.3.2 Busy' } }] })
  expect((await speakSmtp(address())).greeting).toBe('421 4.3.2 Busy')
  expect((await speakSmtp(address())).greeting).toMatch(/^220 /)
})

test('mails and logins outlive a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'smtp-'))
  const first = await startTestEmulator('smtp', { dataDir })
  const talk = await speakSmtp(first.env.SMTP_URL ?? '')
  for (const line of [...READY(), 'DATA', MESSAGE]) await talk.say(line)
  await first.close()
  const second = await startTestEmulator('smtp', { dataDir })
  expect(await second.control.run('mails', {})).toMatchObject({ mails: [{ subject: 'Hi' }] })
  await second.close()
  await rm(dataDir, { recursive: true })
})
