import { z } from 'zod'
import { givenName, Link } from '../text.ts'
import { Instant, TimeZone } from '../time.ts'

export const Role = z.enum(['owner', 'manager', 'uploader'])
export type Role = z.infer<typeof Role>

export const Theme = z.enum(['light', 'dark', 'system'])
export type Theme = z.infer<typeof Theme>

const PersonName = givenName(80)

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export const Membership = z.object({ workspace_id: z.uuid(), name: z.string(), role: Role })
export type Membership = z.infer<typeof Membership>

/** The signed-in person. `is_admin` is set by SQL only. */
export const Me = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  avatar_url: Link.nullable(),
  time_zone: z.string(),
  locale: z.string(),
  theme: Theme,
  /** OpSyncPro writes an email when something waits for this person. */
  email_notices: z.boolean(),
  is_admin: z.boolean(),
  current_workspace_id: z.uuid(),
  role: Role,
  workspaces: z.array(Membership),
  created_at: Instant,
  updated_at: Instant,
})
export type Me = z.infer<typeof Me>

export const UpdateMe = z.strictObject({
  name: PersonName.optional(),
  time_zone: TimeZone.optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'A locale is a language tag, such as en-US.')
    .refine(isLocale, 'This is not a language that browsers know, such as en-US.')
    .optional(),
  theme: Theme.optional(),
  email_notices: z.boolean().optional(),
})
export type UpdateMe = z.infer<typeof UpdateMe>

/** How a provider is reached: with the owner's credentials, through an emulator on this machine, or not at all. */
export const Feature = z.object({
  state: z.enum(['configured', 'emulated', 'not_configured']),
  /** The emulator's URL; present in local mode only. */
  emulator_url: z.url().optional(),
})

/** The configuration that a browser needs before sign-in. Nothing here is secret. */
export const PublicConfig = z.object({
  supabase_url: z.url(),
  supabase_anon_key: z.string(),
  version: z.string(),
  environment: z.enum(['local', 'preview', 'production']),
  features: z.record(z.string(), Feature),
  /** Where people get the side panel: its page in the store, or the folder it was built into, in local mode only. */
  panel: z.object({ store_url: z.url().nullable(), folder: z.string().nullable() }),
})
export type PublicConfig = z.infer<typeof PublicConfig>

export const Health = z.object({
  status: z.enum(['ok', 'failing']),
  checks: z.object({
    database: z.enum(['ok', 'failing']),
    /**
     * `stuck`: jobs are due and none was worked on for five minutes, or no schedule asks for work. `since`: when that
     * began; null when no schedule has ever run.
     */
    jobs: z.object({ state: z.enum(['moving', 'stuck']), since: Instant.nullable() }),
  }),
})
export type Health = z.infer<typeof Health>
