import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { pageHeaders } from './build/page-headers.ts'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), pageHeaders(process.env)],
  // A folder of its own: the extension's build and test runs would otherwise throw away what the dev server prepared.
  cacheDir: '../node_modules/.vite/frontend',
  // Prepared before the first page asks for them; finding them one by one reloads the page each time.
  optimizeDeps: {
    include: [
      '@dnd-kit/core',
      '@dnd-kit/sortable',
      '@dnd-kit/utilities',
      '@hookform/resolvers/zod',
      '@supabase/auth-js',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'class-variance-authority',
      'clsx',
      'cmdk',
      'file-type',
      'lucide-react',
      'papaparse',
      'radix-ui',
      'react',
      'react-dom/client',
      'react-hook-form',
      'react-router',
      'react-router/dom',
      'recharts',
      'react/jsx-dev-runtime',
      'sonner',
      'zod',
    ],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // scripts/print-route-sizes.ts reads it to say what each route costs.
    manifest: true,
    rolldownOptions: {
      output: {
        // React is the one part that every page needs and that changes least: its own file stays cached over releases.
        codeSplitting: { groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }] },
      },
    },
  },
})
