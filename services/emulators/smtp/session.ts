import type { Socket } from 'node:net'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { checkMessage } from './check-message.ts'
import { SmtpRefusal } from './refusal.ts'
import { type SmtpState, type Step, takeFault } from './state.ts'

const HOST = 'smtp.emulator.test'
const MAX_COMMAND = 512
const END = '\r\n.\r\n'

type Envelope = { from: string; to: string[]; is8Bit: boolean }
type Expected = 'command' | 'data' | 'user' | 'password' | 'plain'
type Answer = { reply: string; next?: Expected | 'end' }

/**
 * One SMTP session (RFC 5321, AUTH of RFC 4954). One command after another: what a client sends before the server has
 * asked for it is refused.
 */
export async function serveSession(socket: Socket, { store, clock }: EmulatorContext<SmtpState>): Promise<void> {
  let buffer = ''
  let expects: Expected = 'command'
  /** Nothing more is answered; the client may still talk. */
  let isOver = false
  let isGreeted = false
  let isLoggedIn = false
  let user = ''
  let envelope: Envelope | undefined

  const say = (reply: string) => void (socket.writable && socket.write(`${reply}\r\n`))
  const isExpected = (what: Expected) => expects === what
  const decode = (text: string) => Buffer.from(text, 'base64').toString()

  /** Does one step and answers it. `words`: what a fault may be about. */
  async function act(step: Step | undefined, words: string, work: () => Answer): Promise<void> {
    const fault = step && takeFault(store.state, step, words)
    if (fault?.refuse) {
      await store.save()
      say(`${fault.refuse.code} ${fault.refuse.text}`)
      if (step === 'connect') finish()
      return
    }
    const isBefore = fault?.drop === 'before' || fault?.hang === 'before'
    const answer = isBefore ? undefined : tried(work)
    await store.save()
    if (fault?.drop) socket.destroy()
    if (fault || !answer) {
      isOver = true
      return
    }
    expects = answer.next === undefined || answer.next === 'end' ? 'command' : answer.next
    say(answer.reply)
    if (answer.next === 'end') finish()
  }

  function finish(): void {
    isOver = true
    socket.end()
  }

  function logIn(name: string, password: string): Answer {
    if (name !== store.state.user || password !== store.state.password) {
      throw new SmtpRefusal(535, '5.7.8 Authentication credentials invalid')
    }
    isLoggedIn = true
    return { reply: '235 2.7.0 Authentication successful' }
  }

  function plain(text: string): Answer {
    const [, name = '', password = ''] = decode(text).split('\0')
    return logIn(name, password)
  }

  function auth(argument: string): Answer {
    if (!isGreeted || envelope || isLoggedIn) throw new SmtpRefusal(503, '5.5.1 Bad sequence of commands')
    const [mechanism = '', initial] = argument.split(' ')
    if (mechanism.toUpperCase() === 'PLAIN') return initial ? plain(initial) : { reply: '334 ', next: 'plain' }
    if (mechanism.toUpperCase() !== 'LOGIN') throw new SmtpRefusal(504, '5.5.4 Unknown authentication mechanism')
    return { reply: '334 VXNlcm5hbWU6', next: 'user' }
  }

  function mail(argument: string): Answer {
    if (!isGreeted || envelope) throw new SmtpRefusal(503, '5.5.1 Bad sequence of commands')
    if (!isLoggedIn) throw new SmtpRefusal(530, '5.7.0 Authentication required')
    const [, from, rest = ''] = /^FROM:<([^<>\s@]+@[^<>\s@]+)>((?: \S+)*)$/i.exec(argument) ?? []
    if (!from) throw new SmtpRefusal(501, '5.1.7 Bad sender address syntax')
    const parameters = rest.trim().toUpperCase().split(' ').filter(Boolean)
    for (const parameter of parameters) {
      const size = /^SIZE=(\d+)$/.exec(parameter)?.[1]
      if (size !== undefined && Number(size) > store.state.max_bytes)
        throw new SmtpRefusal(552, '5.3.4 Message too big')
      if (size === undefined && !/^BODY=(7BIT|8BITMIME)$/.test(parameter)) {
        throw new SmtpRefusal(555, '5.5.4 Unsupported option')
      }
    }
    if (!store.state.sender_domains.includes(from.split('@')[1] ?? '')) {
      throw new SmtpRefusal(554, '5.7.1 Sender address is not verified')
    }
    envelope = { from, to: [], is8Bit: parameters.includes('BODY=8BITMIME') }
    return { reply: '250 2.1.0 OK' }
  }

  function recipient(argument: string): Answer {
    if (!envelope) throw new SmtpRefusal(503, '5.5.1 Bad sequence of commands')
    const to = /^TO:<([^<>\s@]+@[^<>\s@]+)>$/i.exec(argument)?.[1]
    if (!to) throw new SmtpRefusal(501, '5.1.3 Bad recipient address syntax')
    if (store.state.unknown_mailboxes.includes(to)) throw new SmtpRefusal(550, '5.1.1 No such user here')
    if (store.state.full_mailboxes.includes(to)) throw new SmtpRefusal(452, '4.2.2 Mailbox full')
    if (envelope.to.length >= 50) throw new SmtpRefusal(452, '4.5.3 Too many recipients')
    envelope.to.push(to)
    return { reply: '250 2.1.5 OK' }
  }

  function data(argument: string): Answer {
    if (argument !== '') throw new SmtpRefusal(501, '5.5.4 DATA takes no argument')
    if (!envelope?.to.length) throw new SmtpRefusal(503, '5.5.1 Bad sequence of commands')
    if (buffer !== '') throw new SmtpRefusal(554, '5.5.0 Data before it was asked for', { isLast: true })
    return { reply: '354 End data with <CR><LF>.<CR><LF>', next: 'data' }
  }

  function message(raw: string): Answer {
    const { from, to, is8Bit } = envelope ?? { from: '', to: [], is8Bit: false }
    envelope = undefined
    expects = 'command'
    if (raw.length > store.state.max_bytes) throw new SmtpRefusal(552, '5.3.4 Message too big')
    checkMessage(raw, { is8Bit })
    store.state.last_id += 1
    const id = store.state.last_id
    store.state.mails = [...store.state.mails, { id, at: clock.iso(), from, to, raw }].slice(-500)
    return { reply: `250 2.0.0 OK queued as ${id}` }
  }

  function command(verb: string, argument: string): Answer {
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        if (!/^\S+$/.test(argument)) throw new SmtpRefusal(501, '5.5.4 Name yourself')
        isGreeted = true
        envelope = undefined
        return verb === 'HELO'
          ? { reply: `250 ${HOST}` }
          : {
              reply: [`250-${HOST}`, `250-SIZE ${store.state.max_bytes}`, '250-8BITMIME', '250 AUTH PLAIN LOGIN'].join(
                '\r\n',
              ),
            }
      case 'AUTH':
        return auth(argument)
      case 'MAIL':
        return mail(argument)
      case 'RCPT':
        return recipient(argument)
      case 'DATA':
        return data(argument)
      case 'RSET':
        envelope = undefined
        return { reply: '250 2.0.0 OK' }
      case 'NOOP':
        return { reply: '250 2.0.0 OK' }
      case 'QUIT':
        return { reply: '221 2.0.0 Bye', next: 'end' }
      case 'VRFY':
        return { reply: '252 2.5.0 Cannot verify' }
      default:
        throw new SmtpRefusal(502, '5.5.2 Command not implemented')
    }
  }

  const STEPS: Readonly<Record<string, Step>> = { AUTH: 'login', MAIL: 'sender', RCPT: 'recipient', DATA: 'data' }

  function answerLine(line: string): Promise<void> {
    if (expects === 'plain') return act(undefined, '', () => plain(line))
    if (expects === 'user') {
      user = decode(line)
      return act(undefined, '', () => ({ reply: '334 UGFzc3dvcmQ6', next: 'password' }))
    }
    if (expects === 'password') return act(undefined, '', () => logIn(user, decode(line)))
    const [, verb = '', argument = ''] = /^([A-Za-z]+)(?: (.*))?$/.exec(line) ?? []
    return act(STEPS[verb.toUpperCase()], line, () => {
      if (line.length > MAX_COMMAND) throw new SmtpRefusal(500, '5.5.2 Line too long')
      if (line.includes('\n')) throw new SmtpRefusal(500, '5.5.2 Commands end with CRLF')
      return command(verb.toUpperCase(), argument.trimEnd())
    })
  }

  await act('connect', '', () => ({ reply: `220 ${HOST} ESMTP` }))
  for await (const chunk of socket) {
    buffer += Buffer.from(chunk).toString('latin1')
    while (!isOver) {
      const isData = isExpected('data')
      // An empty message begins with its end.
      const text: string = isData ? `\r\n${buffer}` : buffer
      const mark = isData ? END : '\r\n'
      const end = text.indexOf(mark)
      if (end < 0) break
      const part = text.slice(0, end)
      buffer = text.slice(end + mark.length)
      if (isData) {
        const raw = `${part.slice(2).replaceAll(/^\./gm, '')}\r\n`
        await act('message', `${envelope?.to.join(' ')} ${raw}`, () => message(raw))
      } else await answerLine(part)
    }
  }
}

/** The answer of a step, or its refusal. */
function tried(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SmtpRefusal)) throw error
    return { reply: error.reply, ...(error.isLast && { next: 'end' as const }) }
  }
}
