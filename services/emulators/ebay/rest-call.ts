import type { Context } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { countDay } from './limits.ts'
import { sellerGrant } from './oauth/access.ts'
import { invalidField, RestRefusal, restErrorResponse, tooManyRequests, unreadableField } from './rest-error.ts'
import type { EbayState } from './state.ts'

export type RestContext = Context<EmulatorBindings>

const LOCALES = new Set(['en-US', 'en-GB', 'de-DE', 'en-CA', 'fr-CA', 'en-AU', 'fr-FR', 'it-IT', 'es-ES'])

type Work = (c: RestContext, sellerId: string) => Promise<Response> | Response

/** Runs a seller's call; a refusal becomes eBay's envelope. `scopes`: any one of them is enough. */
export function sellerCall(context: EmulatorContext<EbayState>, scopes: readonly string[], work: Work) {
  return answering(async (c) => {
    const { clock, store } = context
    const sellerId = sellerGrant(store.state, c.req.header('authorization'), clock.now(), scopes)
    return work(c, sellerId)
  })
}

/** As `sellerCall`, of the Inventory API: counted, and only in a language it knows. */
export function inventoryCall(context: EmulatorContext<EbayState>, scopes: readonly string[], work: Work) {
  return sellerCall(context, scopes, (c, sellerId) => {
    if (!countDay(context.store.state.limits, 'inventory', sellerId, context.clock.now())) throw tooManyRequests()
    if (!LOCALES.has(c.req.header('accept-language') ?? '')) throw invalidField('header Accept-Language')
    return work(c, sellerId)
  })
}

export function answering(work: (c: RestContext) => Promise<Response> | Response) {
  return async (c: RestContext): Promise<Response> => {
    try {
      return await work(c)
    } catch (error) {
      if (error instanceof RestRefusal) return restErrorResponse(error)
      throw error
    }
  }
}

/** The JSON body of a write, read strictly. Throws what the gateway answers to a wrong type or field. */
export async function jsonBody<Out>(c: RestContext, schema: z.ZodType<Out>): Promise<Out> {
  if ((c.req.header('content-type') ?? '').split(';')[0]?.trim() !== 'application/json')
    throw new RestRefusal(415, {
      errorId: 2003,
      domain: 'ACCESS',
      category: 'REQUEST',
      message: 'Unsupported media type',
      longMessage: 'The Content-Type of the request must be application/json.',
    })
  const body: unknown = await c.req.json().catch(() => undefined)
  if (body === undefined) throw unreadableField('body')
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const path = (issue?.path ?? []).filter((part) => typeof part === 'string')
  if (issue?.code === 'unrecognized_keys') path.push(String(issue.keys[0]))
  throw unreadableField(path.join('.') || 'body')
}

/** Writes say in which language they are. */
export function checkContentLanguage(c: RestContext): string {
  const language = c.req.header('content-language') ?? ''
  if (!LOCALES.has(language)) throw invalidField('header Content-Language')
  return language
}

export const Amount = z.strictObject({ value: z.string(), currency: z.string() })
