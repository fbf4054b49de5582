import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorDefinition } from '../frame/create-emulator.ts'
import { downloadRoutes } from './download.ts'
import { graphRoutes } from './graph-routes.ts'
import { authorizeRoutes } from './oauth/authorize.ts'
import { tokenRoutes } from './oauth/token.ts'
import { applyMicrosoftSeed, MicrosoftSeed } from './seed.ts'
import { sharedPageRoutes } from './sharing.ts'
import { CLIENT_ID, CLIENT_SECRET, initialMicrosoftState, type MicrosoftState } from './state.ts'
import { thumbnailRoutes } from './thumbnails.ts'
import { uploadRoutes } from './uploads/upload-routes.ts'

const CALLBACK_PATH = '/api/onedrive-callback'
const DEFAULT_SITES = ['http://127.0.0.1:8888', 'http://localhost:8888']

/** Microsoft's login and the OneDrive part of Graph. `siteUrl` is the registered app's URL besides port 8888. */
export function microsoftEmulator(siteUrl: string | undefined): EmulatorDefinition<MicrosoftState, MicrosoftSeed> {
  const sites = siteUrl === undefined ? DEFAULT_SITES : [...DEFAULT_SITES, siteUrl.replace(/\/$/, '')]
  const redirectUris = [...new Set(sites)].map((site) => `${site}${CALLBACK_PATH}`)
  return {
    name: 'microsoft',
    stateVersion: 2,
    initialState: (clock) => initialMicrosoftState(redirectUris, clock.now()),
    seedSchema: MicrosoftSeed,
    secretFields: [
      'client_secret',
      'code',
      'code_verifier',
      'code_challenge',
      'refresh_token',
      'access_token',
      'state',
      'consent',
      'tempauth',
      'password',
      '@microsoft.graph.sourceurl',
    ],
    hasContentOrigin: true,
    isBytes: (_method, path) => path.startsWith('/upload/'),
    seed: applyMicrosoftSeed,
    routes(context) {
      // State from a run on another port must still allow callbacks to this port.
      const { app } = context.store.state
      app.redirect_uris = [...new Set([...app.redirect_uris, ...redirectUris])]
      const routes = new Hono<EmulatorBindings>()
      for (const part of [
        authorizeRoutes,
        tokenRoutes,
        graphRoutes,
        uploadRoutes,
        downloadRoutes,
        thumbnailRoutes,
        sharedPageRoutes,
      ]) {
        routes.route('/', part(context))
      }
      return routes
    },
    env: (origin) => ({
      MICROSOFT_LOGIN_URL: `${origin}/login`,
      MICROSOFT_GRAPH_URL: `${origin}/graph`,
      MICROSOFT_CLIENT_ID: CLIENT_ID,
      MICROSOFT_CLIENT_SECRET: CLIENT_SECRET,
    }),
  }
}
