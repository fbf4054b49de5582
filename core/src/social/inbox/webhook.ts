import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { FileAnswer } from '../../http/file.ts'

export const metaWebhookContract = {
  challenge: defineContract({
    method: 'GET',
    path: '/api/webhooks/meta',
    summary: "Meta's proof that this address is ours",
    audience: 'public',
    query: z.strictObject({
      'hub.mode': z.literal('subscribe'),
      'hub.verify_token': z.string().max(500),
      'hub.challenge': z.string().regex(/^[\w.-]{1,200}$/),
    }),
    response: FileAnswer,
    file: ['text/plain'],
    problems: ['not_allowed'],
  }),
  receive: defineContract({
    method: 'POST',
    path: '/api/webhooks/meta',
    summary: "Meta's messages of the connected Instagram accounts",
    audience: 'webhook',
    /** `known`: had arrived before. `ignored`: no message, or of an account whose inbox is off. */
    response: z.object({
      stored: z.number().int(),
      known: z.number().int(),
      ignored: z.number().int(),
      unreadable: z.number().int(),
    }),
    problems: ['body_too_large'],
  }),
}
