import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'

/** Who may call an address: a signed-in person, anyone, a machine with the webhook secret, or a vendor that signs. */
export type Audience = 'user' | 'public' | 'machine' | 'webhook'

/**
 * One address of the API for both sides. The endpoint reads input and writes answers by it, the client types its calls
 * by it, and the OpenAPI document is made from it.
 */
export type Contract = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  path: `/api/${string}`
  summary: string
  audience: Audience
  /** With audience `user`: a machine with the webhook secret may call it too, for the workspace of the named row. */
  opensWithSecret?: boolean
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  response: z.ZodType
  /** Query values that choose this contract where several share method and path. */
  selector?: Readonly<Record<string, string>>
  /** Answers a file of one of these content types instead of JSON; `response` is then `FileAnswer`. */
  file?: readonly string[]
  /** Answers text while it is written, as text/plain in chunks; `response` is then `TextStream`. */
  streams?: true
  /** HTTP status of success; 200 by default. 302 sends a browser to `response.location`. */
  status?: 200 | 201 | 202 | 302
  /** Further problems besides those of every address for its audience (see `promisedProblems`). */
  problems: readonly ProblemCode[]
  /** Honors `Idempotency-Key`: the call has an effect outside, or the side panel may replay it. */
  idempotent?: boolean
  /** With `idempotent`: true for a body that only reads. A read changes nothing, so no answer is stored. */
  isQuestion?: (body: unknown) => boolean
  /** With `idempotent`: a second run changes nothing more, so a request whose outcome is unknown simply runs again. */
  isRepeatable?: boolean
  /** Honors `If-Match: <updated_at>`. */
  versioned?: boolean
}

type Part<C extends Contract, K extends 'params' | 'query' | 'body'> = C[K] extends z.ZodType
  ? z.output<C[K]>
  : undefined

export type Input<C extends Contract> = { params: Part<C, 'params'>; query: Part<C, 'query'>; body: Part<C, 'body'> }
export type Output<C extends Contract> = z.output<C['response']>

export const defineContract = <const C extends Contract>(contract: C): C => contract

/** Every problem code of an address: its own, and those that follow from its audience and input. */
export function promisedProblems(contract: Contract): ProblemCode[] {
  const codes: ProblemCode[] = [...contract.problems]
  if (contract.audience === 'user') codes.push('not_signed_in', 'database_unavailable')
  if (contract.audience === 'user' && contract.method !== 'GET') codes.push('outcome_unknown')
  if (contract.audience === 'machine' || contract.opensWithSecret) codes.push('secret_invalid')
  if (contract.audience === 'webhook') codes.push('signature_invalid')
  if (contract.params || contract.query || contract.body) codes.push('invalid_input')
  if (contract.body) codes.push('body_too_large')
  if (contract.idempotent) codes.push('idempotency_key_reused', 'request_in_progress')
  if (contract.idempotent && !contract.isRepeatable) codes.push('already_saved')
  if (contract.versioned) codes.push('row_changed')
  codes.push('too_many_requests', 'internal')
  return [...new Set(codes)]
}
