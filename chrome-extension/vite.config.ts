import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import manifest from './manifest.json' with { type: 'json' }

/** The panel's server until the person enters another address in it. */
const origin = new URL(process.env.OPSYNCPRO_ORIGIN || 'http://127.0.0.1:8888')

/** The manifest with the one part that depends on the server: the dashboard's own pages may detect the panel. */
const builtManifest = {
  ...manifest,
  // A match pattern without a port matches every port, which `npm start` may choose.
  content_scripts: [
    ...manifest.content_scripts,
    { matches: [`${origin.protocol}//${origin.hostname}/*`], js: ['src/content/mark-dashboard.ts'] },
  ],
}

export default defineConfig({
  root: import.meta.dirname,
  define: {
    'import.meta.env.OPSYNCPRO_ORIGIN': JSON.stringify(origin.origin),
    'import.meta.env.CREATOR_HUB_PUBLIC_KEY': JSON.stringify(process.env.CREATOR_HUB_PUBLIC_KEY ?? ''),
  },
  // safe: the file is a manifest; JSON imports widen its literals
  plugins: [react(), tailwindcss(), crx({ manifest: builtManifest as ManifestV3Export })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A panel and its worker load from the disk: preloading gains nothing, and the polyfill is an inline script.
    modulePreload: false,
  },
})
