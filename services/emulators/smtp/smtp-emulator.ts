import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { mailPage } from './mail-page.ts'
import { readMail } from './read-mail.ts'
import { serveSession } from './session.ts'
import { initialSmtpState, PASSWORD, SENDER_DOMAIN, SmtpSeed, type SmtpState, USER } from './state.ts'

/** A mail provider's submission server. It delivers nothing: every mail it accepts stands on its page. */
export const smtpEmulator: EmulatorDefinition<SmtpState, SmtpSeed> = {
  name: 'smtp',
  stateVersion: 1,
  initialState: initialSmtpState,
  seedSchema: SmtpSeed,
  secretFields: [],
  seed: (seed, { store }) => void Object.assign(store.state, seed),
  actions: { mails: (_, { store }) => ({ mails: store.state.mails.map(readMail) }) },
  routes: smtpRoutes,
  serveSocket(socket, context) {
    socket.on('error', () => {})
    serveSession(socket, context).catch((error: NodeJS.ErrnoException) => {
      // A client that hung up, or a connection that a fault ended.
      if (!socket.destroyed) console.error('smtp emulator:', error)
      socket.destroy()
    })
  },
  env: (_, socketHost) => ({
    SMTP_URL: `smtp://${USER}:${PASSWORD}@${socketHost}`,
    MAIL_FROM: `OpSyncPro <notices@${SENDER_DOMAIN}>`,
  }),
}

function smtpRoutes({ store }: EmulatorContext<SmtpState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.get('/', (c) => {
    c.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    return c.html(mailPage(store.state.mails.map(readMail).toReversed()))
  })
  return app
}
