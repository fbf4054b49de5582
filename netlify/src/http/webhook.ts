import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '@netlify/functions'
import type { Contract, Output } from '#core/http/contract.ts'
import { createServiceClient } from '../db/service-client.ts'
import type { Db } from '../db/user-client.ts'
import { type Env, readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { corsHeaders } from './cors.ts'
import type { Endpoint } from './endpoint.ts'
import { problemResponse } from './problem-response.ts'
import { createRateLimit } from './rate-limit.ts'

type Hmac = {
  /** The variable with the secret; while it is empty, every request is refused. */
  secret: keyof Env & `${string}_WEBHOOK_SECRET`
  /** The header with the base64 HMAC-SHA256 of the raw body. */
  signatureHeader: string
}
type OwnWay = {
  signatureHeader: string
  /** The check of a vendor that signs in another way; false refuses the request. */
  isSigned: (rawBody: Buffer, signature: string | null) => Promise<boolean>
}

type Options<C extends Contract> = (Hmac | OwnWay) & {
  /** Stores the event. Passes row level security, because a vendor acts for no workspace. */
  receive: (db: Db, rawBody: string) => Promise<Output<C>>
}

const MAX_BODY_BYTES = 1024 * 1024

const takeRequest = createRateLimit()

/**
 * Turns a contract and a verb into a function that a vendor calls. The order never changes: rate limit → the raw body,
 * once → its signature → verb → answer. Vendors send an event again after any answer but 2xx, so only a failure of ours
 * and a wrong signature get another status.
 */
export function webhook<C extends Contract>(contract: C, options: Options<C>): Endpoint {
  const serve = async (request: Request, netlify: Context): Promise<Response> => {
    const headers = corsHeaders(request)
    try {
      takeRequest(netlify.ip, readEnv().RATE_LIMIT_PER_MINUTE * 2)
      const rawBody = await readRawBody(request)
      const signature = request.headers.get(options.signatureHeader)
      const isVendor =
        'isSigned' in options
          ? await options.isSigned(rawBody, signature)
          : isSigned(rawBody, signature, readEnv()[options.secret])
      if (!isVendor) {
        throw new AppError('signature_invalid')
      }
      const output = await options.receive(createServiceClient(), rawBody.toString())
      return Response.json(contract.response.parse(output), { status: contract.status ?? 200, headers })
    } catch (error) {
      if (!(error instanceof AppError))
        log.error('webhook.failed', error, { requestId: netlify.requestId, path: contract.path })
      return problemResponse(error, netlify.requestId, headers)
    }
  }
  return Object.assign(serve, { contracts: [contract] })
}

async function readRawBody(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const bytes = Buffer.from(await request.arrayBuffer())
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge()
  return bytes
}

const tooLarge = () => new AppError('body_too_large', 'The message is larger than 1 MB.')

function isSigned(rawBody: Buffer, signature: string | null, secret: string | undefined): boolean {
  if (!secret || !signature) return false
  const expected = createHmac('sha256', secret).update(rawBody).digest()
  const sent = Buffer.from(signature, 'base64')
  return sent.byteLength === expected.byteLength && timingSafeEqual(sent, expected)
}
