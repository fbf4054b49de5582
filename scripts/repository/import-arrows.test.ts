import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Import, importsOf } from './imports.ts'
import { isTest, ROOT, sourceFiles } from './source-files.ts'

/** The files at the root of core, and the API client: money, time, formats, no domain. */
const CORE_WITHOUT_DOMAINS = /^core\/src\/(http\/)?(?!contracts\.ts$)[^/]+$/

/** Who may import whom (docs/architecture.md). A rule names what its files may not import; tests may import more. */
const ARROWS: { name: string; from: RegExp; never: RegExp; except?: RegExp; tests?: boolean }[] = [
  { name: 'core imports nothing but zod and itself', from: /^core\//, never: /./, except: /^core\/|^npm:zod$/ },
  {
    name: 'the dashboard knows core and ui only',
    from: /^frontend\//,
    never: /^(netlify|services|chrome-extension|e2e|bench|scripts)\//,
  },
  {
    name: 'the extension knows core and ui only',
    from: /^chrome-extension\//,
    never: /^(netlify|services|frontend|e2e|bench|scripts)\//,
  },
  {
    name: 'ui imports no app code: of core only what knows no domain',
    from: /^ui\//,
    never: /^(core|netlify|services|frontend|chrome-extension|e2e|bench|scripts)\//,
    except: CORE_WITHOUT_DOMAINS,
  },
  {
    name: 'functions know neither the surfaces nor the services',
    from: /^netlify\//,
    never: /^(ui|frontend|chrome-extension|services|e2e|bench|scripts)\//,
  },
  {
    name: 'nothing the product ships imports services',
    from: /^(core|ui|netlify|frontend|chrome-extension)\//,
    never: /^services\//,
  },
  {
    name: 'emulators know no code of ours: they are written from the contracts',
    from: /^services\/emulators\//,
    never: /^(core|ui|netlify|frontend|chrome-extension|services\/local)\//,
    tests: true,
  },
  // In the dashboard the arrows have one direction: app → features → domains → components, contexts → lib.
  {
    name: 'pages do not know the app around them',
    from: /^frontend\/src\/features\//,
    never: /^frontend\/src\/app\//,
  },
  {
    name: 'what pages share of a domain knows no page',
    from: /^frontend\/src\/domains\//,
    never: /^frontend\/src\/(features|app)\//,
  },
  {
    name: 'components know no domain of the dashboard',
    from: /^frontend\/src\/(components|contexts)\//,
    never: /^frontend\/src\/(domains|features|app)\//,
  },
  {
    name: 'lib knows nothing else of the dashboard',
    from: /^frontend\/src\/lib\//,
    never: /^frontend\/src\/(components|contexts|domains|features|app)\//,
  },
  {
    name: 'lib and components know no domain of core',
    from: /^frontend\/src\/(lib|components|contexts)\//,
    never: /^core\//,
    except: CORE_WITHOUT_DOMAINS,
  },
  {
    name: 'providers import no domain',
    from: /^netlify\/src\/providers\//,
    never: /^netlify\/src\//,
    except: /^netlify\/src\/(providers\/|guarded-fetch\/|errors\.ts|log\.ts|env\.ts)/,
  },
  {
    name: 'function files are transport only',
    from: /^netlify\/functions\//,
    never: /^netlify\/src\/(db|providers|crypto)\/|^npm:/,
    except: /^npm:@netlify\/functions$/,
  },
  {
    name: 'the key that passes row level security is for jobs, webhooks, schedules, accounts at vendors, the link in an email, reports of nobody and the sign-in of a panel',
    from: /^netlify\/(?!src\/(jobs|db)\/|src\/http\/webhook\.ts|src\/connections\/service-db\.ts|src\/notices\/unsubscribe\.ts|src\/accounts\/sign-panel-in\.ts|src\/creator-hub\/note-shape\.ts)(?!.*\.job\.ts$)/,
    never: /^netlify\/src\/db\/service-client\.ts$/,
  },
  {
    name: 'everything behind the transport knows no HTTP',
    from: /^netlify\/src\/(?!http\/)/,
    never: /^netlify\/src\/http\//,
  },
  {
    name: 'the database layer knows no domain',
    from: /^netlify\/src\/db\//,
    never: /^netlify\/src\//,
    except: /^netlify\/src\/(db\/|errors\.ts|env\.ts|log\.ts)/,
  },
  {
    name: 'the queue knows the domains by the registry of jobs only',
    from: /^netlify\/src\/jobs\/(?!registry\.ts$)/,
    never: /^netlify\/src\//,
    except: /^netlify\/src\/(jobs\/|db\/|env\.ts|log\.ts|machine-secret\.ts)/,
  },
]

const imports: Import[] = sourceFiles.flatMap(importsOf)
const show = ({ from, to }: Import) => `${from} → ${to}`

test('the check sees the code', () => {
  expect(sourceFiles.length).toBeGreaterThan(100)
  expect(imports.some(({ from, to }) => from.startsWith('netlify/') && to.startsWith('core/src/'))).toBe(true)
})

test.each(ARROWS)('$name', ({ from, never, except, tests = false }) => {
  const wrong = imports.filter(
    (item) => from.test(item.from) && (tests || !isTest(item.from)) && never.test(item.to) && !except?.test(item.to),
  )
  expect(wrong.map(show)).toEqual([])
})

test('features never import features', () => {
  const feature = (path: string) => /^frontend\/src\/features\/([^/]+)\//.exec(path)?.[1]
  const wrong = imports.filter(({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to))
  expect(wrong.map(show)).toEqual([])
})

test('a provider is entered through its index.ts only', () => {
  const wrong = imports.filter(({ from, to }) => {
    const [, room, file] = /^netlify\/src\/providers\/([^/]+)\/(.+)$/.exec(to) ?? []
    return (
      room !== undefined && file !== 'index.ts' && !isTest(from) && !from.startsWith(`netlify/src/providers/${room}/`)
    )
  })
  expect(wrong.map(show)).toEqual([])
})

test("the minute's tick loads no handler of a job", () => {
  const loaded = new Set<string>()
  const load = (file: string) => {
    if (loaded.has(file)) return
    loaded.add(file)
    for (const { from, to, isTypeOnly } of imports) if (from === file && !isTypeOnly) load(to)
  }
  load('netlify/functions/jobs-tick.ts')
  expect(loaded).toContain('netlify/src/jobs/periodic-jobs.ts')
  expect([...loaded].filter((file) => /\.job\.ts$|\/providers\/|\/jobs\/registry\.ts$/.test(file))).toEqual([])
})

test('domains of the dashboard do not import each other in a circle', () => {
  const domain = (path: string) => /^frontend\/src\/domains\/([^/]+)\//.exec(path)?.[1]
  const next = new Map<string, Set<string>>()
  for (const { from, to } of imports) {
    const [user, used] = [domain(from), domain(to)]
    if (!user || !used || user === used || isTest(from)) continue
    next.set(user, (next.get(user) ?? new Set()).add(used))
  }
  const reaches = (from: string, wanted: string, seen = new Set<string>()): boolean => {
    if (seen.has(from)) return false
    seen.add(from)
    return [...(next.get(from) ?? [])].some((to) => to === wanted || reaches(to, wanted, seen))
  }
  expect([...next.keys()].filter((name) => reaches(name, name))).toEqual([])
})

test('providers never import each other', () => {
  const provider = (path: string) => /^netlify\/src\/providers\/([^/]+)\//.exec(path)?.[1]
  const wrong = imports.filter(({ from, to }) => provider(from) && provider(to) && provider(from) !== provider(to))
  expect(wrong.map(show)).toEqual([])
})

test('every import of ours names an existing file', () => {
  const gone = imports.filter(({ to }) => !/^(npm|node|virtual):/.test(to) && !existsSync(join(ROOT, to)))
  expect(gone.map(show)).toEqual([])
})

describe('no file imports itself by a detour', () => {
  const next = new Map<string, string[]>()
  for (const { from, to, isTypeOnly } of imports) if (!isTypeOnly) next.set(from, [...(next.get(from) ?? []), to])

  test('there is no circle of imports', () => {
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (file: string, path: string[]) => {
      const start = path.indexOf(file)
      if (start >= 0) circles.push([...path.slice(start), file].join(' → '))
      if (start >= 0 || done.has(file)) return
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      done.add(file)
    }
    for (const file of next.keys()) visit(file, [])
    expect(circles).toEqual([])
  })
})
