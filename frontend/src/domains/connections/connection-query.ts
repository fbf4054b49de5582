import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import type { ConnectionStatus } from '#core/connections/connection.ts'

/** The state of the workspace's account at a provider; for owners and managers only. */
export const connectionQuery = <Status extends ConnectionStatus>(
  provider: string,
  ask: (signal: AbortSignal) => Promise<Status>,
) =>
  queryOptions({
    queryKey: [...queryKeys.connections, provider],
    queryFn: ({ signal }) => ask(signal),
    staleTime: 30_000,
  })
