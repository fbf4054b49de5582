import { expect, test } from 'vitest'
import { read, trackedFiles } from './source-files.ts'

const PAGES = trackedFiles.filter(
  (path) => path === 'README.md' || path === 'CONTRIBUTING.md' || /^(docs|services)\/.*\.md$/.test(path),
)
const ROOMS = new Set(trackedFiles.map((path) => path.split('/')[0] ?? ''))
/** Made by a command, so no clone has them. */
const MADE = /^(?:frontend|chrome-extension)\/dist(?:\/|$)|^\.local(?:\/|$)|^test-results(?:\/|$)/

/**
 * Paths that a page names between backticks: they begin with a folder or file of the root. `*` and `{a,b}` are
 * expanded.
 */
function namedPaths(page: string): string[] {
  return [...read(page).matchAll(/`([^`\s]+)`/g)]
    .map(([, text]) => String(text).replace(/[/:]\d*$/, ''))
    .filter((text) => ROOMS.has(text.split('/')[0] ?? '') && text.includes('/'))
    .filter((text) => /^[\w./*{},()[\]?-]+$/.test(text) && !MADE.test(text))
}

function pattern(text: string): RegExp {
  const source = text
    .replace(/[.+^$|()[\]?]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, names: string) => `(?:${names.replaceAll(',', '|')})`)
    .replaceAll('**', '\u0000')
    .replaceAll('*', '[^/]*')
    .replaceAll('\u0000', '.*')
  return new RegExp(`^${source}(?:/.*)?$`)
}

test('every path that a page names exists', () => {
  const gone = PAGES.flatMap((page) =>
    namedPaths(page)
      .filter((text) => !trackedFiles.some((path) => pattern(text).test(path)))
      .map((text) => `${page} → ${text}`),
  )
  expect(gone).toEqual([])
})

test('the pages name paths, and the check sees them', () => {
  expect(PAGES.length).toBeGreaterThan(20)
  expect(PAGES.flatMap(namedPaths).length).toBeGreaterThan(50)
})
