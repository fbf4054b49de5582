import { QueryClient } from '@tanstack/react-query'
import { ApiError, NetworkError } from '#core/http/client.ts'

/** How long facts that seldom change, such as the workspace's name, are taken as they are. */
const STALE_MS = 5 * 60_000

/** The panel's cache. What is old stays while it is asked for again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: STALE_MS,
        retry: (failures, error) => failures < 1 && mayPass(error),
      },
      // A write is repeated by the person, who can see what happened, never by the machine.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

const mayPass = (error: Error) =>
  error instanceof NetworkError || (error instanceof ApiError && error.problem.status >= 500)
