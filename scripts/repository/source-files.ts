import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Every file git tracks or would track, by its path from the root. */
export const trackedFiles: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)))

/** Our own TypeScript, the generated types left out. */
export const sourceFiles = trackedFiles.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('database.types.ts'))

export const isTest = (path: string) => /\.test\.tsx?$|(^|\/)testing\/|^netlify\/tests\/|^e2e\//.test(path)

export const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
