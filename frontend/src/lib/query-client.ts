import { QueryClient } from '@tanstack/react-query'
import { ApiError, NetworkError } from '#core/http/client.ts'

const MAX_RETRIES = 2

/** Only what may pass by itself is tried again: the network and the server's own failures. A refusal stays one. */
export function shouldRetry(failureCount: number, error: Error): boolean {
  if (failureCount >= MAX_RETRIES) return false
  if (error instanceof NetworkError) return true
  return error instanceof ApiError && error.problem.status >= 500
}

/** The cache of everything the API has answered in this document. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 15_000, gcTime: 5 * 60_000 },
      // A write is repeated by the person, who can see what happened, never by the machine.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
