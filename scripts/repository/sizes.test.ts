import { dirname } from 'node:path/posix'
import { expect, test } from 'vitest'
import { isTest, read, sourceFiles, trackedFiles } from './source-files.ts'

const MOST_FILES = 25
const MOST_LINES = 300
const MOST_SQL_LINES = 400
const MOST_COLUMNS = 120

/** Folders that may hold more files than the limit, each with its reason. */
const LARGE_FOLDERS: Readonly<Record<string, string>> = {
  'netlify/functions': 'Netlify deploys every file of this folder and ignores the folders below it.',
  'supabase/migrations': 'Supabase applies the files of this one folder in the order of their names.',
  'docs/decisions': 'Decisions are numbered in the order in which they were taken.',
  'docs/screenshots': 'Screenshots, written by the journeys.',
}
/** Source files that may be longer, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {}

const lineCount = (path: string) => read(path).trimEnd().split('\n').length

test('a folder holds at most 25 files, so that it has one subject', () => {
  const sizes = new Map<string, number>()
  for (const path of trackedFiles) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1)
  const large = [...sizes].filter(([folder, files]) => files > MOST_FILES && !(folder in LARGE_FOLDERS))
  expect(large.map(([folder, files]) => `${folder}: ${files} files`)).toEqual([])
})

test('a source file has at most 300 lines, so that it answers one question', () => {
  const long = sourceFiles
    .filter((path) => !isTest(path) && !(path in LONG_FILES))
    .map((path) => ({ path, lines: lineCount(path) }))
    .filter(({ lines }) => lines > MOST_LINES)
  expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
})

test('a migration has at most 400 lines of at most 120 columns', () => {
  const wrong = trackedFiles
    .filter((path) => path.startsWith('supabase/migrations/'))
    .flatMap((path) => {
      const lines = read(path).trimEnd().split('\n')
      const wide = lines.flatMap((line, index) =>
        line.length > MOST_COLUMNS ? [`${path}:${index + 1}: ${line.length} columns`] : [],
      )
      return [...(lines.length > MOST_SQL_LINES ? [`${path}: ${lines.length} lines`] : []), ...wide]
    })
  expect(wrong).toEqual([])
})

test('every exception is still needed', () => {
  const filesIn = (folder: string) => trackedFiles.filter((path) => dirname(path) === folder).length
  const folders = Object.keys(LARGE_FOLDERS).filter(
    (folder) => filesIn(folder) === 0 || (folder !== 'docs/decisions' && filesIn(folder) <= MOST_FILES),
  )
  const files = Object.keys(LONG_FILES).filter((path) => !trackedFiles.includes(path) || lineCount(path) <= MOST_LINES)
  expect([...folders, ...files]).toEqual([])
})
