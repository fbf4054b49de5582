import { defineConfig } from 'vitest/config'

/**
 * Tests that start processes, servers or builds, or use many rows and files: `npm test` runs them. `npm run check` does
 * not, because it must stay under a minute.
 */
const HEAVY = [
  'services/local/**/*.test.ts',
  'services/emulators/persistence.test.ts',
  'services/transcoder/**/*.test.ts',
  'scripts/bootstrap.test.ts',
  'scripts/database-types/**/*.test.ts',
  'scripts/extension/pack-extension.test.ts',
  'frontend/src/features/products/imports/reading/read-table.test.ts',
  'netlify/tests/{netlify-build.test,{quick-list,thumbnails,videos}/**}.ts',
  'netlify/tests/{connections,notices}/**/*.test.ts',
  'netlify/tests/prices/{chaos,runs,readings,refusals,beside-a-seller,many-listings}.test.ts',
  'netlify/tests/products/{product-search-plan,shipments,fill-in,product-import,product-export,bulk-chunks,operations,bulk,crm-lists}.test.ts',
  // Whole pages of the CRM, and its larger addresses.
  'frontend/src/features/products/**/*.test.tsx',
  'frontend/src/features/quick-list/**/*.test.tsx',
  'frontend/src/features/{thumbnails,posts,calendar,inbox}/**/*.test.tsx',
  'frontend/src/features/settings/products/**/*.test.tsx',
  'frontend/src/domains/videos/dubs/**/*.test.tsx',
  'netlify/tests/tasks/tasks.test.ts',
  'netlify/tests/{catalog,social}/**/*.test.ts',
  'netlify/tests/correlations/search.test.ts',
  'frontend/src/app/unreadable-rows.test.tsx',
]

const shared = {
  // A page's test names its own: // @vitest-environment happy-dom
  environment: 'node',
  setupFiles: ['vitest.setup.ts'],
  // A failed query prints only the beginning of the page.
  // Processes that a test starts end with it, also when its worker dies.
  env: { DEBUG_PRINT_LIMIT: '1500', OPSYNCPRO_ENDS_WITH_PARENT: '1' },
  restoreMocks: true,
  unstubGlobals: true,
  // Limits for a machine that is six times slower, or busy: no test waits for one of them.
  testTimeout: 60_000,
  // The first database of a set of migrations is built, not copied.
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    globalSetup: ['services/local/testing/test-server.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{core,netlify,ui,frontend,chrome-extension,services,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**', ...HEAVY],
        },
      },
      { test: { ...shared, name: 'heavy', include: HEAVY } },
    ],
  },
})
