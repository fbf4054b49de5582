import { readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'

/*
 * Builds the functions exactly as Netlify does and prints what it would deploy, as JSON. Run as a program of its own:
 *   node netlify/testing/netlify-build.ts <output folder>
 * One dependency of Netlify's builder asks for whatever `typescript` is nearest and breaks on version 7, which has no
 * JavaScript API; it gets the version 5 that the builder brings along.
 */
const require = createRequire(import.meta.url)
const builderRequire = createRequire(
  require.resolve('precinct', { paths: [require.resolve('@netlify/zip-it-and-ship-it')] }),
)
const typescript = builderRequire.resolve('typescript')
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript' && context.parentURL?.includes('ts-api-utils')
      ? { url: `file://${typescript}`, shortCircuit: true, format: 'commonjs' }
      : next(specifier, context),
})

const { zipFunctions } = await import('@netlify/zip-it-and-ship-it')
const [output = ''] = process.argv.slice(2)
const root = new URL('../..', import.meta.url).pathname

/** The files of netlify.toml's function sections, which Netlify's own build passes on. */
function includedFiles(toml: string) {
  const sections = toml.matchAll(/^\[functions\."([^"]+)"\]\n\s+included_files = (\[[^\]]*\])$/gm)
  return Object.fromEntries(
    [...sections].map(([, name = '', files = '[]']) => [
      name,
      { includedFiles: JSON.parse(files) as string[], includedFilesBasePath: root }, // safe: literals of that file
    ]),
  )
}

const built = await zipFunctions(new URL('../functions', import.meta.url).pathname, output, {
  basePath: root,
  archiveFormat: 'none',
  config: { '*': { nodeBundler: 'esbuild' }, ...includedFiles(readFileSync(`${root}netlify.toml`, 'utf8')) },
})
process.stdout.write(
  JSON.stringify(
    built.map(({ name, path, routes, excludedRoutes, schedule, invocationMode, runtimeAPIVersion }) => ({
      name,
      path,
      routes,
      excludedRoutes,
      schedule,
      invocationMode,
      runtimeAPIVersion,
    })),
  ),
)
