import { QueryClient } from '@tanstack/react-query'
import { mayPassLater } from '#core/http/repeat.ts'

/** How long facts that seldom change, such as the workspace's name, are taken as they are. */
const STALE_MS = 5 * 60_000

/** The panel's cache. What is old stays while it is asked for again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: STALE_MS,
        retry: (failures, error) => failures < 1 && mayPassLater(error),
      },
      // The person sees what happened and repeats a write, never the machine.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
