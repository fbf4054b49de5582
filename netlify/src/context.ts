import type { Context } from '@netlify/functions'
import { createUserClient, type Db } from './db/user-client.ts'
import { verifyAccessToken } from './http/access-token.ts'
import type { Cookies } from './http/cookies.ts'

/** Who asks, and with what they may act. */
export type UserContext = {
  userId: string
  /** Acts as the caller: row level security decides. */
  db: Db
  requestId: string
  /** The version a change was made against (`If-Match`), when the caller said one. */
  ifMatch: string | undefined
  cookies: Cookies
  /** Lets work go on after the answer, as long as the platform allows. */
  waitUntil: (work: Promise<unknown>) => void
}

/** The caller of a request by their bearer token. Throws `not_signed_in`. */
export async function signIn(request: Request, netlify: Context, cookies: Cookies): Promise<UserContext> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const { userId, token } = await verifyAccessToken(bearer)
  return {
    userId,
    db: createUserClient(token),
    requestId: netlify.requestId,
    ifMatch: undefined,
    cookies,
    waitUntil: (work) => netlify.waitUntil(work),
  }
}
