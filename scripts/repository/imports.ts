import { dirname, join } from 'node:path/posix'
import { read } from './source-files.ts'

export type Import = { from: string; to: string; isTypeOnly: boolean }

const SUBPATHS: Record<string, string> = {
  '#core/': 'core/src/',
  '#ui/': 'ui/src/',
  '#app/': 'frontend/src/',
}

/**
 * What a file imports: our own files by their path from the root, packages as `npm:name`, Node's own as `node:…`.
 */
export function importsOf(from: string): Import[] {
  const text = read(from).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  const found = [
    ...text.matchAll(
      // A bare import begins its line, because the word also ends sentences, right before a quote.
      /^\s*(?:import|export)\b(\s+type\b)?[^'"`;=()]*?\bfrom\s*['"]([^'"]+)['"]|(?:^\s*import|\bimport\s*\()\s*['"]([^'"]+)['"]/gm,
    ),
  ]
  return found.map(([, typeOnly, named, bare]) => ({
    from,
    to: resolve(from, named ?? bare ?? ''),
    isTypeOnly: typeOnly !== undefined,
  }))
}

function resolve(from: string, specifier: string): string {
  const path = specifier.replace(/\?.*$/, '')
  if (path.startsWith('.')) return join(dirname(from), path)
  const subpath = Object.entries(SUBPATHS).find(([prefix]) => path.startsWith(prefix))
  if (subpath) return subpath[1] + path.slice(subpath[0].length)
  if (path.startsWith('node:')) return path
  return `npm:${path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/')}`
}
