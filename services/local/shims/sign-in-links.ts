import { AsyncLocalStorage } from 'node:async_hooks'
import type { EmailDriver, EmailMessage } from '@supabase/lite'

type Answer = (request: Request) => Promise<Response>
type Options = {
  email: EmailDriver
  /** The service role's key; only its holder may make links. */
  secretKey: string
}

const PATH = '/auth/v1/admin/generate_link'

/**
 * The hosted auth service's `POST /admin/generate_link` of type `magiclink`, which supabase-lite 0.10 lacks: it makes
 * the link of a sign-in email without sending the email. Here lite sends it, and this shim keeps it.
 */
export function withSignInLinks({ email, secretKey }: Options) {
  const kept = new AsyncLocalStorage<EmailMessage[]>()
  const driver: EmailDriver = {
    send: async (message) => {
      const here = kept.getStore()
      if (here) here.push(message)
      else await email.send(message)
    },
  }

  async function makeLink(request: Request, next: Answer): Promise<Response> {
    if (request.headers.get('authorization') !== `Bearer ${secretKey}`) {
      return refuse(403, 'not_admin', 'User not allowed')
    }
    const { type, email: to } = await request.json()
    if (type !== 'magiclink') return refuse(400, 'validation_failed', `This server makes no link of type ${type}`)
    const messages: EmailMessage[] = []
    const url = new URL('/auth/v1/magiclink', request.url)
    const asked = new Request(url, { method: 'POST', headers: request.headers, body: JSON.stringify({ email: to }) })
    const answer = await kept.run(messages, () => next(asked))
    if (!answer.ok) return answer
    const link = /https?:\/\/[^"\s<]+\/auth\/v1\/verify\?[^"\s<]+/.exec(
      messages[0]?.text ?? messages[0]?.html ?? '',
    )?.[0]
    const action_link = link?.replaceAll('&amp;', '&') ?? ''
    const hashed_token = URL.parse(action_link)?.searchParams.get('token')
    if (!hashed_token) return refuse(500, 'unexpected_failure', 'The sign-in email has no link')
    return Response.json({ action_link, hashed_token, email_otp: '', redirect_to: '', verification_type: 'magiclink' })
  }

  const answer = (request: Request, next: Answer): Promise<Response> =>
    request.method === 'POST' && new URL(request.url).pathname === PATH ? makeLink(request, next) : next(request)
  return { driver, answer }
}

const refuse = (status: number, error_code: string, msg: string) =>
  Response.json({ code: status, error_code, msg }, { status })
