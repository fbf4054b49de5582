import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['netlify/src/providers/meta', 'netlify/src/connections', 'netlify/src/social', 'netlify/functions']

/** What the Graph API refuses for apps made since 4 November 2026, on every version. */
const REMOVED: readonly (readonly [string, RegExp])[] = [
  ['several ids in one request', /[?&]ids=|\bids:\s|['"]ids['"]/],
  ['date_format', /date_format/],
  ['method override', /[?&]method=|['"]method['"]\s*:|x-http-method-override/i],
  ['field aliases', /\.as\(/],
  ['JSONP', /[?&]callback=|\bcallback:\s*['"`]/],
  ['async batch', /async_?batch|\bbatch:\s|['"]batch['"]/i],
]

/** Comments may name what is gone. */
const codeOf = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')

const findRemoved = (text: string): string[] =>
  REMOVED.filter(([, pattern]) => pattern.test(codeOf(text))).map(([name]) => name)

// A repository asks our own database.
async function sources(): Promise<{ path: string; text: string }[]> {
  const found = await Promise.all(
    FOLDERS.map(async (folder) => {
      const entries = await readdir(join(ROOT, folder), { recursive: true }).catch(() => [])
      return entries
        .filter((name) => name.endsWith('.ts') && !/\.(test|repo)\.ts$/.test(name))
        .map((name) => join(folder, name))
    }),
  )
  return Promise.all(found.flat().map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })))
}

const isMeta = ({ path, text }: { path: string; text: string }) =>
  /meta|facebook|instagram|social/.test(path) || /graph/i.test(text)

test('no call to Meta uses what Graph v27 removed', async () => {
  const all = (await sources()).filter(isMeta)
  expect(all.length).toBeGreaterThan(10)
  expect(all.flatMap(({ path, text }) => findRemoved(text).map((what) => `${path}: ${what}`))).toEqual([])
})

test('the version of Graph is written once, and no host of Meta is written out in a call', async () => {
  const all = (await sources()).filter(isMeta)
  expect(all.flatMap(({ text }) => codeOf(text).match(/['"`/]v\d{2}\.0/g) ?? [])).toEqual(["'v27.0"])
  const written = all.filter(({ text }) => /https:\/\/(graph|rupload|graph-video)\./.test(codeOf(text)))
  expect(written.map(({ path }) => path)).toEqual([])
})

test.each([
  ['`/?ids=1,2`', 'several ids in one request'],
  ["query: { ids: '1' }", 'several ids in one request'],
  ["{ 'ids': list }", 'several ids in one request'],
  ["query: { date_format: 'U' }", 'date_format'],
  ['`/me?method=delete`', 'method override'],
  ["form: { 'method': 'delete' }", 'method override'],
  ["headers: { 'X-HTTP-Method-Override': 'DELETE' }", 'method override'],
  ["fields: 'name.as(title)'", 'field aliases'],
  ['`/me?callback=show`', 'JSONP'],
  ["query: { callback: 'show' }", 'JSONP'],
  ['form: { batch: JSON.stringify(calls) }', 'async batch'],
  ['`/act_1/async_batch_requests`', 'async batch'],
])('%s is found', (text, what) => {
  expect(findRemoved(text)).toEqual([what])
})

test.each(['// no `?ids=` here', '/* `.as(` is gone */', "query: { fields: 'id,name' }", "method: 'POST'"])(
  '%s is not',
  (text) => {
    expect(findRemoved(text)).toEqual([])
  },
)
