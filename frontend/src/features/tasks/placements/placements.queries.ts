import { pagedQuery } from '#app/components/data-table/query/paged-query.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { PlacementFilters } from '#core/tasks/placements.ts'

export const placementsQuery = (filters: Pick<PlacementFilters, 'state' | 'marketplace'>) =>
  pagedQuery(tasksContract.placements, {
    key: [...queryKeys.placements, filters],
    query: { ...filters, limit: 50 },
  })
