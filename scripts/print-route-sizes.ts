import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

const ROOT = resolve(import.meta.dirname, '..')
const DIST = join(ROOT, 'frontend/dist')

/** The budget of JavaScript until the sign-in page works, gzip, in kB of 1000 bytes. */
export const SIGN_IN_BUDGET_KB = 120

const AUTH = '../node_modules/@supabase/auth-js/dist/module/index.js'
const signedIn = (...pages: string[]) => [
  'index.html',
  'src/app/signed-in-app.tsx',
  AUTH,
  ...pages.map((page) => `src/features/${page}.tsx`),
]

/** The modules that each address loads, by their name in Vite's manifest; their imports follow automatically. */
const ROUTES: Record<string, string[]> = {
  // auth-js counts, although it loads with the first submit, after the page is drawn and usable.
  '/sign-in': ['index.html', 'src/app/sign-in-app.tsx', AUTH],
  '/sign-up': ['index.html', 'src/app/sign-in-app.tsx', 'src/features/auth/sign-up-page.tsx', AUTH],
  '/forgot-password': ['index.html', 'src/app/sign-in-app.tsx', 'src/features/auth/forgot-password-page.tsx', AUTH],
  '/set-password': ['index.html', 'src/app/sign-in-app.tsx', 'src/features/auth/set-password-page.tsx', AUTH],
  '/': signedIn('home/home-page'),
  '/products': signedIn('products/products-page'),
  '/products/:id': signedIn('products/products-page', 'products/product/product-sheet'),
  '/tasks': signedIn('tasks/tasks-page'),
  '/listings': signedIn('listings/listings-page'),
  '/strategies': signedIn('strategies/strategies-page'),
  '/strategies/:id': signedIn('strategies/strategy-page'),
  '/ledger': signedIn('price-history/price-history-page'),
  '/history': signedIn('products/history/history-page'),
  '/settings': signedIn('settings/settings-page'),
}

const Manifest = z.record(z.string(), z.object({ file: z.string(), imports: z.array(z.string()).optional() }))
type Manifest = z.infer<typeof Manifest>

export type RouteSize = { route: string; files: number; javascript_kb: number }

/**
 * The JavaScript of each address of the built web app, gzip, in kB of 1000 bytes. Throws when `distDir` holds no build,
 * or a build without a module named here.
 */
export function routeSizes(distDir = DIST): RouteSize[] {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(distDir, '.vite/manifest.json'), 'utf8')))
  const sizes = new Map<string, number>()
  const sizeOf = (file: string) => {
    const known = sizes.get(file) ?? gzipSync(readFileSync(join(distDir, file))).length
    sizes.set(file, known)
    return known
  }
  return Object.entries(ROUTES).map(([route, modules]) => {
    const files = filesOf(manifest, modules)
    const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0)
    return { route, files: files.length, javascript_kb: Math.round(bytes / 100) / 10 }
  })
}

/** Throws a sentence with the numbers when the sign-in page exceeds its budget. */
export function assertSignInBudget(sizes: readonly RouteSize[]): void {
  const signIn = sizes.find(({ route }) => route === '/sign-in')
  if (!signIn) throw new Error('The sign-in page is missing from the sizes.')
  if (signIn.javascript_kb > SIGN_IN_BUDGET_KB) {
    throw new Error(
      `The sign-in page loads ${signIn.javascript_kb} kB of JavaScript; at most ${SIGN_IN_BUDGET_KB} kB are allowed.`,
    )
  }
}

function filesOf(manifest: Manifest, modules: readonly string[]): string[] {
  const seen = new Set<string>()
  const visit = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    const chunk = manifest[name]
    if (!chunk) throw new Error(`The build has no module ${name}; scripts/print-route-sizes.ts names it.`)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const name of modules) visit(name)
  return [...new Set([...seen].flatMap((name) => manifest[name]?.file ?? []))].filter((file) => file.endsWith('.js'))
}

/** Prints one line per address, then throws when the sign-in page exceeds its budget. */
export function printRouteSizes(): void {
  const sizes = routeSizes()
  for (const { route, files, javascript_kb } of sizes) {
    console.log(`${route.padEnd(18)} ${javascript_kb.toFixed(1).padStart(7)} kB gzip  in ${files} files`)
  }
  assertSignInBudget(sizes)
}

if (import.meta.main) printRouteSizes()
