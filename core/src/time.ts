import { z } from 'zod'

/** An instant, ISO 8601 with an offset; the database answers +00:00. */
export const Instant = z.iso.datetime({ offset: true })

/** A day without a time, `2026-11-22`. */
export const Day = z.iso.date()
