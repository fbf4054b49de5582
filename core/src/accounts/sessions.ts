import { z } from 'zod'
import { Instant } from '../time.ts'

/** 32 random bytes as base64url. Whoever has it is signed in, once. */
const Code = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is no code of the dashboard.')

export const PanelCode = z.object({ code: Code, expires_at: Instant })
export type PanelCode = z.infer<typeof PanelCode>

export const NewPanelSession = z.strictObject({
  code: Code,
  /** For the person's list of sessions, such as `Chrome 148 on Windows`. */
  device: z.string().trim().min(1).max(100),
})
export type NewPanelSession = z.infer<typeof NewPanelSession>

/** As the auth service answers a sign-in, as far as the panel keeps it. */
export const PanelSession = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
  user: z.object({ id: z.uuid(), email: z.string() }),
})
export type PanelSession = z.infer<typeof PanelSession>

export const Session = z.object({
  id: z.uuid(),
  kind: z.enum(['dashboard', 'panel']),
  /** What the browser says about itself; null where the auth service does not know it. */
  device: z.string().nullable(),
  is_current: z.boolean(),
  created_at: Instant,
  last_used_at: Instant,
})
export type Session = z.infer<typeof Session>
