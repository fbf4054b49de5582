import { z } from 'zod'
import type { EmulatorContext } from '../../frame/create-emulator.ts'
import { findAnyListing } from '../shop.ts'
import type { EbayState, Listing } from '../state.ts'

export type Context = EmulatorContext<EbayState>

export const ItemId = { item_id: z.string() }

/** Throws what the control plane answers with 400. */
export function knownListing(state: EbayState, itemId: string): Listing {
  const listing = findAnyListing(state, itemId)
  if (!listing) throw refused('item_id', 'there is no such listing')
  return listing
}

export const refused = (path: string, message: string) =>
  new z.ZodError([{ code: 'custom', path: [path], message, input: undefined }])
