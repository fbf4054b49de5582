import type { Db } from './db/user-client.ts'

/** A cookie for the server only: pages cannot read it, and the browser sends it to one path. */
export type OwnCookie = {
  name: string
  value: string
  path: `/api/${string}`
  maxAgeSeconds: number
  isSecure: boolean
}

/** The cookies of the request; cookies that are set travel with the answer. */
export type Cookies = { get: (name: string) => string | undefined; set: (cookie: OwnCookie) => void }

/** The caller, and the client that acts as the caller. */
export type UserContext = {
  userId: string
  /** Acts as the caller: row level security decides. */
  db: Db
  requestId: string
  /** The version that the caller edited (`If-Match`), when the request names one. */
  ifMatch: string | undefined
  cookies: Cookies
  /** Lets work continue after the answer, as long as the platform allows. */
  waitUntil: (work: Promise<unknown>) => void
}
