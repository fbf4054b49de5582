import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { CatalogSource } from '#core/catalog/list.ts'
import { FillInState } from '#core/products/schema.ts'

const YesNo = z.enum(['yes', 'no'])

const CatalogAddress = z.object({
  q: z.string().max(200).default(''),
  source: CatalogSource.optional(),
  video: YesNo.optional(),
  task: YesNo.optional(),
  lookup: FillInState.optional(),
})

/** The page's filters. */
export const useCatalogAddress = () =>
  useAddress(CatalogAddress, { filters: ['q', 'source', 'video', 'task', 'lookup'] })
export type CatalogState = ReturnType<typeof useCatalogAddress>

/** The filters as the API reads them. */
export const catalogFilters = ({ q, source, video, task, lookup }: CatalogState['address']) => ({
  ...(q && { search: q }),
  ...(source && { source }),
  ...(video && { has_video: String(video === 'yes') }),
  ...(task && { has_task: String(task === 'yes') }),
  ...(lookup && { lookup }),
})
