import { QueryClient } from '@tanstack/react-query'
import { ApiError, NetworkError } from '#core/http/client.ts'

/** How often an open panel asks again. */
const REFRESH_MS = 60_000

/** The panel's cache: asks again every minute while visible and at once when it becomes visible; old data stays meanwhile. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        refetchInterval: REFRESH_MS,
        refetchOnWindowFocus: 'always',
        retry: (failures, error) => failures < 1 && mayPass(error),
      },
      // A write is repeated by the person, who can see what happened, never by the machine.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

const mayPass = (error: Error) =>
  error instanceof NetworkError || (error instanceof ApiError && error.problem.status >= 500)
