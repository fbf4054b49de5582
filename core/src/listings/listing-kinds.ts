import { z } from 'zod'

/** What eBay says about a listing, in the precedence Ended, Sold Out, Inactive, Active. */
export const ListingStatus = z.enum(['active', 'inactive', 'sold_out', 'ended'])
export type ListingStatus = z.infer<typeof ListingStatus>

/** Which of eBay's two ways a listing's price is written by: a fact of eBay's, found out and never guessed twice. */
export const ManagementKind = z.enum(['trading', 'inventory'])
export type ManagementKind = z.infer<typeof ManagementKind>

export const ListingFormat = z.enum(['fixed_price', 'auction'])
export type ListingFormat = z.infer<typeof ListingFormat>
