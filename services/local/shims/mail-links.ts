import { AsyncLocalStorage } from 'node:async_hooks'
import type { EmailDriver, EmailMessage } from '@supabase/lite'

/**
 * What a hosted project's email templates (supabase/templates) decide, for supabase-lite 0.10, which has no templates and
 * ignores the `redirect_to` of a request that sends an email, so that every link leads to the start page. This shim keeps
 * `redirect_to` for the current request, if it is on our own host, and puts it into the links. The link of a forgotten
 * password leads to that page, or to ours for it, with the token, which the page uses when the person sets the
 * password; lite's own link would answer tokens in the address of the page.
 */
export function withMailLinks(email: EmailDriver, origin: string) {
  const wanted = new AsyncLocalStorage<string>()
  const driver: EmailDriver = {
    send: (message) => {
      return email.send(redirected(message, wanted.getStore(), `${origin}/set-password`))
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

function redirected(message: EmailMessage, target: string | undefined, recoveryPage: string): EmailMessage {
  const mend = (text: string): string =>
    text.replaceAll(/https?:\/\/[^"\s<]+\/auth\/v1\/verify\?[^"\s<]+/g, (link) => mendLink(link, target, recoveryPage))
  return {
    ...message,
    ...(message.text === undefined ? {} : { text: mend(message.text) }),
    ...(message.html === undefined ? {} : { html: mend(message.html) }),
  }
}

function mendLink(text: string, target: string | undefined, recoveryPage: string): string {
  const link = new URL(text.replaceAll('&amp;', '&'))
  const token = link.searchParams.get('token')
  if (link.searchParams.get('type') === 'recovery' && token) {
    const page = new URL(target ?? recoveryPage)
    page.searchParams.set('token_hash', token)
    page.searchParams.set('type', 'recovery')
    return page.href
  }
  if (!target) return text
  link.searchParams.set('redirect_to', target)
  return link.href
}
