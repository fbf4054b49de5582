import type { Context } from '@netlify/functions'
import type { Cookies, UserContext } from '../context.ts'
import { createUserClient } from '../db/user-client.ts'
import { verifyAccessToken } from './access-token.ts'

/** The caller of a request by their bearer token; `key` is its Idempotency-Key. Throws `not_signed_in`. */
export async function signIn(
  request: Request,
  netlify: Context,
  { cookies, key }: { cookies: Cookies; key: string | undefined },
): Promise<UserContext> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const { userId, token } = await verifyAccessToken(bearer)
  return {
    userId,
    db: createUserClient(token, key === undefined ? {} : { idempotencyKey: key }),
    requestId: netlify.requestId,
    ifMatch: undefined,
    cookies,
    waitUntil: (work) => netlify.waitUntil(work),
  }
}
