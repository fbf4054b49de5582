import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { withApiTables } from '../api-tables.ts'
import { isTest, read, sourceFiles, trackedFiles } from './source-files.ts'

const migrations = trackedFiles.filter((path) => path.startsWith('supabase/migrations/'))
const lines = (paths: readonly string[], pattern: RegExp) =>
  paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  )

describe('code', () => {
  const own = sourceFiles.filter((path) => path !== 'scripts/repository/house-rules.test.ts')

  test('hides nothing from the type checker', () => {
    expect(
      lines(own, /@ts-(ignore|nocheck)|eslint-disable|^(?!\s*(\/\/|\/?\*)).*(\bas any\b|:\s*any\s*[;,)=\]|&>]|<any>)/),
    ).toEqual([])
  })
  test('says why a cast is safe, and why a rule is silenced', () => {
    expect(
      lines(
        own.filter((path) => !isTest(path)),
        /\bas unknown as\b/,
      ).filter((line) => !line.includes('// safe:')),
    ).toEqual([])
  })
  test('leaves nothing behind', () => {
    expect(lines(own, /\/[/*].*\b(TODO|FIXME|XXX|HACK)\b(?! \[\d{4}-)|\.only\(|test\.todo|lorem ipsum/i)).toEqual([])
  })
  test('names files for what they are about', () => {
    const vague = sourceFiles.filter((path) => /(^|\/)(utils?|helpers?|misc|common)(\.|\/)|\/index\.tsx$/.test(path))
    expect(vague).toEqual([])
  })
  test('draws by one seed: properties come from core/src/testing/property.ts, and tests roll no dice of their own', () => {
    const tests = own.filter(isTest)
    expect(lines(tests, /from 'fast-check'/)).toEqual(["core/src/testing/property.ts:1 import fc from 'fast-check'"])
    const names = lines(tests, /Math\.random\(/).filter((line) => !/Strategy \$|const base = /.test(line))
    expect(names).toEqual([])
  })
  test('carries no secret', () => {
    expect(
      lines(own, /sb_secret_[A-Za-z0-9]{10}|-----BEGIN (RSA |EC )?PRIVATE KEY|eyJhbGciOi[A-Za-z0-9_-]{20,}/),
    ).toEqual([])
  })
})

describe('SQL', () => {
  const sql = migrations.map((path) => read(path)).join('\n')
  const tables = [...sql.matchAll(/create table public\.(\w+)/g)].map(([, name]) => String(name))

  test('closes every table before it opens it', () => {
    const open = tables.filter(
      (name) => !new RegExp(`alter table public\\.${name} enable row level security`).test(sql),
    )
    expect(tables.length).toBeGreaterThan(10)
    expect(open).toEqual([])
  })
  test('reads the caller in policies once a statement, not once a row', () => {
    const policies = [...sql.matchAll(/create policy [\s\S]*?;/g)].map(([text]) => text)
    const bare = policies.filter((text) =>
      /(?<!select )(private\.(current_workspace_id|can_edit)\(\)|auth\.uid\(\))/.test(text),
    )
    expect(bare).toEqual([])
  })
  test('gives no policy to everyone', () => {
    expect(
      [...sql.matchAll(/create policy [^;]*;/g)].map(([text]) => text).filter((text) => !/to authenticated/.test(text)),
    ).toEqual([])
  })
  test('begins every migration with the reason', () => {
    expect(migrations.filter((path) => !read(path).startsWith('-- '))).toEqual([])
  })
})

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
})
const variables = [...read('netlify/src/env.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => String(name))
/** Read by the build, not by the functions. */
const BUILD_VARIABLES = ['CREATOR_HUB_PUBLIC_KEY', 'CSP_CONNECT_SRC', 'CSP_IMG_SRC', 'OPSYNCPRO_ORIGIN']

describe('the environment', () => {
  test('.env.example explains every variable the functions read', () => {
    const names = variables
    const explained = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => String(name))
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => !explained.includes(name))).toEqual([])
  })

  test('docs/deployment.md says of every variable the functions read what it is, and of no other', () => {
    const page = read('docs/deployment.md')
    const table = page.slice(page.indexOf('### Variables'), page.indexOf('`PORT`, `OPSYNCPRO_DATA_DIR`'))
    const rows = table.split('\n').filter((line) => line.startsWith('| `'))
    const listed = rows.flatMap((line) =>
      [...(line.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name),
    )
    const elsewhere = new Set(['OPSYNCPRO_EMULATORS'])
    expect(listed.toSorted()).toEqual(
      [...variables.filter((name) => !elsewhere.has(name)), ...BUILD_VARIABLES].toSorted(),
    )
  })
})

test("the transcoder's image installs what the repository's lock file names", () => {
  const parse = (path: string) => Lock.parse(JSON.parse(read(path))).packages
  const { '': image, ...installed } = parse('services/transcoder/image/package-lock.json')
  const ours = parse('package-lock.json')
  expect(Object.keys(installed).length).toBeGreaterThan(2)
  for (const [name, { version, integrity }] of Object.entries(installed)) {
    expect([name, version, integrity]).toEqual([name, ours[name]?.version, ours[name]?.integrity])
  }
  expect(read('services/transcoder/Dockerfile')).toContain('npm ci')
  expect(read('services/transcoder/Dockerfile')).not.toMatch(/npm (?:install|i) /)
  expect(Object.keys(image?.dependencies ?? {}).length).toBeGreaterThan(0)
})

describe('documents', () => {
  const pages = trackedFiles.filter((path) => path.endsWith('.md'))

  test('describe the API as it is: otherwise run `npm run api-doc`', () => {
    expect(read('docs/api.md')).toBe(withApiTables(read('docs/api.md')))
  })

  test('link only to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => new URL(String(target), `file:///${page}`).pathname.slice(1))
        .filter(
          (target) => !trackedFiles.some((path) => path === target || path.startsWith(target.replace(/\/?$/, '/'))),
        )
        .map((target) => `${page} → ${target}`),
    )
    expect(broken).toEqual([])
  })
})
