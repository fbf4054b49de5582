import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { InboxView } from '#core/social/inbox/contract.ts'

const InboxAddress = z.object({
  view: InboxView.default('open'),
  q: z.string().max(200).default(''),
  account: z.uuid().optional(),
})

/** The view, search and account of the inbox. The open conversation is in the path. */
export const useInboxAddress = () => useAddress(InboxAddress, { filters: ['q', 'account'] })
