import { z } from 'zod'

/** The conditions of eBay's Inventory API. eBay decides which of them a category allows. */
export const ItemCondition = z.enum([
  'NEW',
  'NEW_OTHER',
  'NEW_WITH_DEFECTS',
  'CERTIFIED_REFURBISHED',
  'EXCELLENT_REFURBISHED',
  'VERY_GOOD_REFURBISHED',
  'GOOD_REFURBISHED',
  'SELLER_REFURBISHED',
  'LIKE_NEW',
  'PRE_OWNED_EXCELLENT',
  'USED_EXCELLENT',
  'PRE_OWNED_FAIR',
  'USED_VERY_GOOD',
  'USED_GOOD',
  'USED_ACCEPTABLE',
  'FOR_PARTS_OR_NOT_WORKING',
])
export type ItemCondition = z.infer<typeof ItemCondition>

// A category names its conditions by number, an item its own by word.
const BY_ID: Readonly<Record<string, ItemCondition>> = {
  '1000': 'NEW',
  '1500': 'NEW_OTHER',
  '1750': 'NEW_WITH_DEFECTS',
  '2000': 'CERTIFIED_REFURBISHED',
  '2010': 'EXCELLENT_REFURBISHED',
  '2020': 'VERY_GOOD_REFURBISHED',
  '2030': 'GOOD_REFURBISHED',
  '2500': 'SELLER_REFURBISHED',
  '2750': 'LIKE_NEW',
  '2990': 'PRE_OWNED_EXCELLENT',
  '3000': 'USED_EXCELLENT',
  '3010': 'PRE_OWNED_FAIR',
  '4000': 'USED_VERY_GOOD',
  '5000': 'USED_GOOD',
  '6000': 'USED_ACCEPTABLE',
  '7000': 'FOR_PARTS_OR_NOT_WORKING',
}

/** The word for a category's number of a condition; null for an unknown number, which is then not offered. */
export const conditionOf = (conditionId: string): ItemCondition | null => BY_ID[conditionId] ?? null
