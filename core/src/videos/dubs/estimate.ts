import { z } from 'zod'
import { DubLanguage, STORAGE_MAX_BYTES } from '../schema.ts'

/**
 * What ElevenLabs takes for a minute of the original, without its watermark. The vendor's API quotes no price: the number is
 * its help centre's and has to be kept by hand.
 */
export const DUB_RATE = {
  credits_per_minute: 3000,
  source_url: 'https://help.elevenlabs.io',
  as_of: '2026-11-22',
} as const

/** The longest original the vendor takes: 2.5 hours. */
export const DUB_MAX_SECONDS = 2.5 * 60 * 60

/** The largest original: the vendor takes 1 GB, but its dub comes about as large as that and has to fit into our bucket. */
export const DUB_MAX_BYTES = STORAGE_MAX_BYTES

/** English names, for people and for file names. */
export const DUB_LANGUAGE_NAMES: Readonly<Record<DubLanguage, string>> = {
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  it: 'Italian',
  ja: 'Japanese',
}

/** Credits for an original of so many seconds, by the second and rounded up. */
export function estimateDubCredits(seconds: number): number {
  return Math.ceil((Math.ceil(seconds) * DUB_RATE.credits_per_minute) / 60)
}

/** What a dub would cost. `needs_confirmation` is false where a failed try was paid for: going on costs nothing. */
export const DubEstimate = z.object({
  language: DubLanguage,
  /** Length of the original. */
  seconds: z.number(),
  estimated_credits: z.number().int(),
  currency: z.literal('elevenlabs_credits'),
  credits_per_minute: z.number().int(),
  rate_source_url: z.url(),
  /** The day the rate was read there. */
  rate_as_of: z.iso.date(),
  needs_confirmation: z.boolean(),
})
export type DubEstimate = z.infer<typeof DubEstimate>

/** `confirmed_credits`: the `estimated_credits` a person was shown and agreed to spend. */
export const RequestDub = z.strictObject({ language: DubLanguage, confirmed_credits: z.number().int().min(0) })
export type RequestDub = z.infer<typeof RequestDub>
