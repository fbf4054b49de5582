import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { Relation } from '#core/correlations/schema.ts'

const CorrelationsAddress = z.object({
  view: z.enum(['review', 'accepted', 'declined', 'history']).default('review'),
  q: z.string().max(200).default(''),
  relation: Relation.optional(),
  product_id: z.uuid().optional(),
})

/** The page's view and filters. */
export const useCorrelationsAddress = () =>
  useAddress(CorrelationsAddress, { filters: ['q', 'relation', 'product_id'] })
export type CorrelationsState = ReturnType<typeof useCorrelationsAddress>
