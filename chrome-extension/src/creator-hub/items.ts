import { z } from 'zod'
import { SignedSelectors } from '#core/creator-hub/schema.ts'
import { defineItem } from '../storage/stored-item.ts'

/** The newest selector data of the server, still signed: what the disk holds is verified again before it is used. */
export const selectorsItem = defineItem({
  area: 'local',
  key: 'creator_hub_selectors',
  schema: z.object({ signed: SignedSelectors.nullable() }),
  fallback: { signed: null },
})

/** Whether the person lets the panel report the shape of pages that changed. Off until they say so. */
export const reportsItem = defineItem({
  area: 'local',
  key: 'creator_hub_reports',
  schema: z.object({ is_on: z.boolean(), sent: z.array(z.string()).max(50) }),
  fallback: { is_on: false, sent: [] },
})
