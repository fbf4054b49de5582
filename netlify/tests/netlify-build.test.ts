import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { matchRoute, type Route } from '../../services/local/functions/match-route.ts'
import { functionFiles, loadFunction } from './all-functions.ts'
import { SAMPLE_REQUESTS } from './sample-requests.ts'

const Built = z.array(
  z.object({
    name: z.string(),
    routes: z
      .array(
        z.object({ literal: z.string().optional(), expression: z.string().optional(), methods: z.array(z.string()) }),
      )
      .optional(),
    excludedRoutes: z.array(z.object({ literal: z.string().optional(), expression: z.string().optional() })).optional(),
    schedule: z.string().optional(),
    invocationMode: z.string().optional(),
    runtimeAPIVersion: z.number(),
  }),
)

let built: z.infer<typeof Built>
let ours: Route[]
const output = mkdtempSync(join(tmpdir(), 'opsyncpro-netlify-'))

// Bundles every function: about a minute here, and no test waits for the limit.
beforeAll(async () => {
  const program = join(import.meta.dirname, '../testing/netlify-build.ts')
  built = Built.parse(
    JSON.parse(
      execFileSync(process.execPath, [program, output], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ),
  )
  const loaded = await Promise.all(
    functionFiles.map(async (file) => ({ name: file.replace('.ts', ''), ...(await loadFunction(file)).config })),
  )
  ours = loaded.flatMap(({ name, path, method }) =>
    [path ?? []].flat().map((one) => ({ name, path: String(one), methods: method && [method].flat() })),
  )
}, 600_000)
afterAll(() => rmSync(output, { recursive: true, force: true }))

const fits = (
  { literal, expression }: { literal?: string | undefined; expression?: string | undefined },
  path: string,
) => literal === path || (expression !== undefined && new RegExp(expression).test(path))

/** The functions that Netlify would consider for a request. */
const netlifyNames = (method: string, path: string) =>
  built
    .filter(
      ({ routes = [], excludedRoutes = [] }) =>
        routes.some((route) => (route.methods.length === 0 || route.methods.includes(method)) && fits(route, path)) &&
        !excludedRoutes.some((route) => fits(route, path)),
    )
    .map(({ name }) => name)

const localName = (method: string, path: string) => {
  const match = matchRoute(ours, method, path)
  return match.kind === 'found' ? [match.route.name] : []
}

const id = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const requests: [string, string][] = [
  ...Object.keys(SAMPLE_REQUESTS).map((key): [string, string] => {
    const [method = '', path = ''] = key.split(' ')
    return [method, path.replace(/:\w+/g, id)]
  }),
  ['OPTIONS', '/api/me'],
  ['OPTIONS', `/api/sourced-products/${id}/restore`],
  ['DELETE', '/api/me'],
  ['PUT', `/api/videos/${id}`],
  ['GET', '/api'],
  ['GET', '/api/nothing'],
  ['GET', `/api/videos/${id}/download/more`],
  ['GET', `/api/videos/${id}/`],
  ['GET', '/api/openapi_json'],
  ['GET', '/'],
]

describe("Netlify's build and the local host", () => {
  test.each(requests)('send %s %s to the same function', (method, path) => {
    expect(localName(method, path)).toEqual(netlifyNames(method, path))
  })

  test('know the same functions', () => {
    expect(built.map(({ name }) => name).sort()).toEqual(functionFiles.map((file) => file.replace('.ts', '')).sort())
    expect(built.every(({ runtimeAPIVersion }) => runtimeAPIVersion === 2)).toBe(true)
  })

  test('run the tick every minute and the drain in the background', () => {
    expect(built.find(({ name }) => name === 'jobs-tick')?.schedule).toBe('* * * * *')
    expect(built.find(({ name }) => name === 'jobs-drain')?.invocationMode).toBe('background')
  })

  describe.each(['generate-thumbnail', 'thumbnail-previews', 'thumbnail-fonts', 'jobs-drain'])('deploy %s', (name) => {
    test('with libvips, fonts.conf, and each font with its license', () => {
      const files = readdirSync(join(output, name), { recursive: true, encoding: 'utf8' })
      const has = (pattern: RegExp) => files.some((file) => pattern.test(file))
      // What says which characters there are draws none.
      expect(has(/libvips-cpp\.so/)).toBe(name !== 'thumbnail-fonts')
      expect(has(/sharp-linux-x64.*\.node$/)).toBe(name !== 'thumbnail-fonts')
      expect(has(/netlify\/fonts\/fonts\.conf$/)).toBe(true)
      const conf = readFileSync(join(import.meta.dirname, '../fonts/fonts.conf'), 'utf8')
      const folders = [...conf.matchAll(/<dir prefix="relative">\.\.\/\.\.\/(.+)<\/dir>/g)].map(
        ([, folder = '']) => folder,
      )
      expect(folders.length).toBe(8)
      expect(folders.filter((folder) => !files.some((file) => file.includes(folder) && file.endsWith('.ttf')))).toEqual(
        [],
      )
      expect(files.filter((file) => file.endsWith('LICENSE_FONT')).length).toBeGreaterThanOrEqual(folders.length)
    })
  })

  test.each(['generate-thumbnail', 'thumbnail-previews', 'jobs-drain'])(
    'deploy %s with what draws every script, using those files alone',
    (name) => {
      const folder = join(output, name)
      const program = `
        import { createRequire } from 'node:module'
        const sharp = createRequire(${JSON.stringify(join(folder, 'package.json'))})('sharp')
        const { probeFonts } = await import(${JSON.stringify(join(import.meta.dirname, '../src/thumbnails/rendering/probe-fonts.ts'))})
        await probeFonts(sharp)
        process.stdout.write('drawn')`
      const drawn = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, FONTCONFIG_FILE: join(folder, 'netlify/fonts/fonts.conf') },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      expect(drawn).toBe('drawn')
    },
  )

  test.each(['generate-thumbnail', 'jobs-drain', 'thumbnail-templates'])(
    'deploy %s without the program of our scripts',
    (name) => {
      expect(readdirSync(join(output, name, 'node_modules'))).not.toContain('node')
    },
  )
})
