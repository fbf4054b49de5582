import { MutationCache, QueryClient } from '@tanstack/react-query'
import { mayPassLater } from '#core/http/repeat.ts'
import { checkLostAnswersWith, reportLostAnswer } from '#ui/toasts/lost-answer.ts'

/** How long data that rarely changes, such as the workspace's name, counts as fresh. */
const STALE_MS = 5 * 60_000

/** The panel's cache. Old data stays visible while it is loaded again. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({ onError: (error) => void reportLostAnswer(error) }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: STALE_MS,
        retry: (failures, error) => failures < 1 && mayPassLater(error),
      },
      // A person sees the effect and repeats a write; the client never does.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  checkLostAnswersWith(client)
  return client
}
