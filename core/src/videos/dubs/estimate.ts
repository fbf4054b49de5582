import { z } from 'zod'
import { DubLanguage, STORAGE_MAX_BYTES } from '../schema.ts'

/**
 * ElevenLabs' price for a minute of the original, without its watermark. The vendor's API quotes no price: the number
 * is from its help center and must be updated manually.
 */
export const DUB_RATE = {
  credits_per_minute: 3000,
  source_url: 'https://help.elevenlabs.io',
  as_of: '2026-11-22',
} as const

/** The longest original that the vendor accepts: 2.5 hours. */
export const DUB_MAX_SECONDS = 2.5 * 60 * 60

/**
 * The largest original: the vendor accepts 1 GB, but its dub is about as large and must not exceed our bucket's limit.
 */
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

/**
 * The price of a dub. `needs_confirmation` is false when a failed attempt was paid for: continuing it costs nothing.
 */
export const DubEstimate = z.object({
  language: DubLanguage,
  /** Length of the original. */
  seconds: z.number(),
  estimated_credits: z.number().int(),
  currency: z.literal('elevenlabs_credits'),
  credits_per_minute: z.number().int(),
  rate_source_url: z.url(),
  /** The day on which the rate was read. */
  rate_as_of: z.iso.date(),
  needs_confirmation: z.boolean(),
})
export type DubEstimate = z.infer<typeof DubEstimate>

/** `confirmed_credits`: the `estimated_credits` that a person saw and accepted. */
export const RequestDub = z.strictObject({ language: DubLanguage, confirmed_credits: z.number().int().min(0) })
export type RequestDub = z.infer<typeof RequestDub>
