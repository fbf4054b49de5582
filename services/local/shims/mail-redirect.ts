import { AsyncLocalStorage } from 'node:async_hooks'
import type { EmailDriver, EmailMessage } from '@supabase/lite'

/**
 * supabase-lite 0.10 ignores the `redirect_to` of a request that sends an email: every link leads to the start page.
 * This shim keeps it for the current request and puts it into the links, if it is on our own host.
 */
export function withMailRedirect(email: EmailDriver, origin: string) {
  const wanted = new AsyncLocalStorage<string>()
  const driver: EmailDriver = {
    send: (message) => {
      const target = wanted.getStore()
      return email.send(target ? redirected(message, target) : message)
    },
  }
  const run = <T>(request: Request, next: () => Promise<T>): Promise<T> => {
    const url = new URL(request.url)
    const target =
      url.pathname.startsWith('/auth/v1/') && request.method !== 'GET' ? url.searchParams.get('redirect_to') : null
    const isOurs = target !== null && URL.canParse(target) && new URL(target).origin === origin
    return isOurs ? wanted.run(target, next) : next()
  }
  return { driver, run }
}

function redirected(message: EmailMessage, target: string): EmailMessage {
  const mend = (text: string): string =>
    text.replaceAll(
      /([?&](?:amp;)?redirect_to=)[^&"\s<]*/g,
      (_all, start: string) => start + encodeURIComponent(target),
    )
  return {
    ...message,
    ...(message.text === undefined ? {} : { text: mend(message.text) }),
    ...(message.html === undefined ? {} : { html: mend(message.html) }),
  }
}
