import { MutationCache, QueryClient } from '@tanstack/react-query'
import { mayPassLater } from '#core/http/repeat.ts'
import { checkLostAnswersWith, reportLostAnswer } from '#ui/toasts/lost-answer.ts'

/** How long facts that seldom change, such as the workspace's name, are taken as they are. */
const STALE_MS = 5 * 60_000

/** The panel's cache. What is old stays while it is asked for again. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({ onError: (error) => void reportLostAnswer(error) }),
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
  checkLostAnswersWith(client)
  return client
}
