import type { Db } from './db/user-client.ts'

/** A cookie for our own code only: pages cannot read it, and it travels to one path. */
export type OwnCookie = {
  name: string
  value: string
  path: `/api/${string}`
  maxAgeSeconds: number
  isSecure: boolean
}

/** Cookies of the browser that asks; what is set travels with the answer. */
export type Cookies = { get: (name: string) => string | undefined; set: (cookie: OwnCookie) => void }

/** Who asks, and with what they may act. */
export type UserContext = {
  userId: string
  /** Acts as the caller: row level security decides. */
  db: Db
  requestId: string
  /** The version a change was made against (`If-Match`), when the caller said one. */
  ifMatch: string | undefined
  cookies: Cookies
  /** Lets work continue after the answer, as long as the platform allows. */
  waitUntil: (work: Promise<unknown>) => void
}
