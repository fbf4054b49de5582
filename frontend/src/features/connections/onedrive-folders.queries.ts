import { infiniteQueryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'

/** Folders inside a folder; undefined is the root of the drive. Loaded each time a person opens it. */
export const oneDriveFoldersQuery = (parent_id: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...queryKeys.connections, 'onedrive', 'folders', parent_id ?? 'top'],
    queryFn: ({ pageParam, signal }) =>
      api(onedriveContract.folders, {
        query: { ...(parent_id !== undefined && { parent_id }), ...(pageParam !== null && { cursor: pageParam }) },
        signal,
      }),
    // safe: the first page has no cursor, the others have one
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    retry: false,
  })
