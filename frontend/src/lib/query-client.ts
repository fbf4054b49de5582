import { QueryClient } from '@tanstack/react-query'
import { mayPassLater } from '#core/http/repeat.ts'

const MAX_RETRIES = 2

/** The cache of everything the API has answered in this document. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < MAX_RETRIES && mayPassLater(error),
        staleTime: 15_000,
        gcTime: 5 * 60_000,
      },
      // A person repeats a write, because they can see what happened. The machine never does.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
