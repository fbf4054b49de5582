import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import type { ProblemCode } from '../http/problem.ts'
import { Instant } from '../time.ts'

/**
 * The state of a workspace's account at a vendor. `expiring`: the vendor will soon need a new sign-in. `reconnect`: the
 * person must sign in again; work for the account waits. `error`: the vendor refuses our server for a reason that the
 * person cannot fix.
 */
export const ConnectionState = z.enum([
  'not_configured',
  'not_connected',
  'connected',
  'expiring',
  'reconnect',
  'error',
])
export type ConnectionState = z.infer<typeof ConnectionState>

/** Whether work for the account can run now. */
export const isUsable = (state: ConnectionState): state is 'connected' | 'expiring' =>
  state === 'connected' || state === 'expiring'

/** Our own error code: a vendor ended the old refresh token, and its answer with the new one never arrived. */
export const REFRESH_ANSWER_LOST = 'refresh_answer_lost'

const status = z.object({
  state: ConnectionState,
  /** The error, as the vendor's code or ours; one open notice per account and cause. */
  error_code: z.string().nullable(),
  error_since: Instant.nullable(),
  /** How often the error was met since then. */
  error_count: z.number().int(),
  connected_at: Instant.nullable(),
  last_success_at: Instant.nullable(),
  /** When the vendor will need a new sign-in, as far as known. */
  expires_at: Instant.nullable(),
})
export type ConnectionStatus = z.infer<typeof status>

/** The status of a provider: the common fields, and `own`. Tokens never leave the server. */
export const connectionStatus = <Own extends z.ZodRawShape>(own: Own) => status.extend(own)

type Options<Provider extends string, Problem extends ProblemCode, Status extends z.ZodType, Test extends z.ZodType> = {
  provider: Provider
  /** The name of what is connected and of the company: OneDrive, Microsoft. */
  name: string
  vendor: string
  status: Status
  /** The status after a test of the connection. */
  test: Test
  /** The problems of a call that needs the account. */
  problems: readonly Problem[]
  /** Further problems of a test. */
  testProblems?: readonly ProblemCode[]
  /** The effect of disconnecting. */
  disconnecting: string
}

/** The five addresses of every provider: /api/{provider}-auth, -callback, -status (GET, DELETE) and -status/test. */
export const connectionContract = <
  const Provider extends string,
  Problem extends ProblemCode,
  Status extends z.ZodType,
  Test extends z.ZodType,
>({
  provider,
  name,
  vendor,
  status,
  test,
  problems,
  testProblems = [],
  disconnecting,
}: Options<Provider, Problem, Status, Test>) => ({
  auth: defineContract({
    method: 'GET',
    path: `/api/${provider}-auth`,
    summary: `The URL to sign in to ${name}; valid once, for ten minutes, in this person's browser`,
    audience: 'user',
    response: z.object({ auth_url: z.url() }),
    problems: ['not_allowed', 'provider_not_configured'],
  }),
  callback: defineContract({
    method: 'GET',
    path: `/api/${provider}-callback`,
    summary: `The callback of ${vendor}; redirects to /connections?${provider}=connected, denied or failed`,
    audience: 'public',
    query: z.object({
      state: z.string().max(200).optional(),
      code: z.string().max(4000).optional(),
      error: z.string().max(200).optional(),
    }),
    response: z.object({ location: z.url() }),
    status: 302,
    problems: [],
  }),
  status: defineContract({
    method: 'GET',
    path: `/api/${provider}-status`,
    summary: `The workspace's ${name} account and its connection's state`,
    audience: 'user',
    response: status,
    problems: ['not_allowed'],
  }),
  test: defineContract({
    method: 'POST',
    path: `/api/${provider}-status/test`,
    summary: 'Test the connection now',
    audience: 'user',
    response: test,
    problems: ['not_allowed', ...testProblems, ...problems],
  }),
  disconnect: defineContract({
    method: 'DELETE',
    path: `/api/${provider}-status`,
    summary: disconnecting,
    audience: 'user',
    response: status,
    problems: ['not_allowed'],
  }),
})
