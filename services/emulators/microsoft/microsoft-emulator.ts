import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorDefinition } from '../frame/create-emulator.ts'

/** placeholder */
export function microsoftEmulator(_siteUrl: string | undefined): EmulatorDefinition<object, object> {
  return {
    name: 'microsoft',
    stateVersion: 1,
    initialState: () => ({}),
    seedSchema: z.strictObject({}),
    secretFields: [],
    seed: () => undefined,
    routes: () => new Hono(),
    env: (origin) => ({
      MICROSOFT_LOGIN_URL: `${origin}/login`,
      MICROSOFT_GRAPH_URL: `${origin}/graph`,
      MICROSOFT_CLIENT_ID: '6f1d1f0e-5d5b-4c53-9a0a-0e5a1c7e2b11',
      MICROSOFT_CLIENT_SECRET: 'emulated-client-secret',
    }),
  }
}
