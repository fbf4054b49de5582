import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import manifest from './manifest.json' with { type: 'json' }

/** Where the panel looks for OpSyncPro until somebody enters another address in it. */
const origin = new URL(process.env.OPSYNCPRO_ORIGIN || 'http://127.0.0.1:8888')

/** The manifest with the one thing that depends on the address: the dashboard's own pages may learn that the panel is there. */
const builtManifest = {
  ...manifest,
  // A match pattern without a port stands for every port, which `npm start` may choose.
  content_scripts: [{ matches: [`${origin.protocol}//${origin.hostname}/*`], js: ['src/content/mark-dashboard.ts'] }],
}

export default defineConfig({
  root: import.meta.dirname,
  define: { 'import.meta.env.OPSYNCPRO_ORIGIN': JSON.stringify(origin.origin) },
  // safe: the file is a manifest; JSON imports widen its literals
  plugins: [react(), tailwindcss(), crx({ manifest: builtManifest as ManifestV3Export })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A panel and its worker come from the disk: nothing is gained by preloading, and the polyfill is an inline script.
    modulePreload: false,
  },
})
