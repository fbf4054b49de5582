import { MutationCache, QueryClient } from '@tanstack/react-query'
import { mayPassLater } from '#core/http/repeat.ts'
import { checkLostAnswersWith, reportLostAnswer } from '#ui/toasts/lost-answer.ts'

const MAX_RETRIES = 2

/** The cache of the API's answers in this document. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({ onError: (error) => void reportLostAnswer(error) }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < MAX_RETRIES && mayPassLater(error),
        staleTime: 15_000,
        gcTime: 5 * 60_000,
      },
      // A person repeats a write, because they can see its effect. The client never does.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  checkLostAnswersWith(client)
  return client
}
