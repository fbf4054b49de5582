import type { z } from 'zod'
import type { Contract, Input } from '#core/http/contract.ts'
import { cleanJson, parseCleanJson, TooDeepError } from '#core/text.ts'
import { Instant } from '#core/time.ts'
import { AppError, invalidInput } from '../errors.ts'

const MAX_BODY_BYTES = 1024 * 1024

export type ReadRequest<C extends Contract> = { input: Input<C>; bodyText: string; ifMatch: string | undefined }

/**
 * Reads params, query, body and `If-Match` by the contract. Text is clean before a schema sees it, so that lengths and
 * "not empty" are those of what is stored. Throws `invalid_input` or `body_too_large`.
 */
export async function readInput<C extends Contract>(
  contract: C,
  request: Request,
  params: Record<string, string>,
): Promise<ReadRequest<C>> {
  const bodyText = contract.body ? await readText(request) : ''
  const input = {
    params: read(contract.params, cleanJson(params)),
    query: read(contract.query, cleanJson(Object.fromEntries(new URL(request.url).searchParams))),
    body: read(contract.body, contract.body ? parseJson(bodyText) : undefined),
  }
  return {
    input: input as Input<C>, // safe: each part was read with the schema its type comes from
    bodyText,
    ifMatch: contract.versioned ? readIfMatch(request) : undefined,
  }
}

// Only the caller's input may become a 400. A ZodError from any other place is a failure of ours, so a 500.
function read(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw invalidInput(result.error)
  return result.data
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const text = await request.text()
  if (text.length > MAX_BODY_BYTES) throw tooLarge()
  return text
}

const tooLarge = () => new AppError('body_too_large', 'The request is larger than 1 MB.')

function parseJson(text: string): unknown {
  try {
    return parseCleanJson(text)
  } catch (error) {
    const message = error instanceof TooDeepError ? 'The body is nested too deeply.' : 'The body is not JSON.'
    throw new AppError('invalid_input', message, { issues: [{ path: '', message }] })
  }
}

function readIfMatch(request: Request): string | undefined {
  const value = request.headers.get('if-match')?.replace(/^"(.*)"$/, '$1')
  if (value === undefined) return undefined
  if (!Instant.safeParse(value).success) {
    throw new AppError('invalid_input', 'If-Match must be the updated_at the row had.', {
      issues: [{ path: 'If-Match', message: 'This is not an updated_at.' }],
    })
  }
  return value
}
