import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from '@netlify/functions'
import { StartError } from '../start-error.ts'
import type { Route } from './match-route.ts'

export type FunctionHandler = (request: Request, context: Context) => unknown

export type LoadedFunction = {
  name: string
  handler: FunctionHandler
  paths: string[]
  methods: string[] | undefined
  /** Five cron fields or `@hourly` and the like, in UTC. */
  schedule: string | undefined
  isBackground: boolean
}

export type FunctionRoute = Route & { fn: LoadedFunction }

/** How a function file becomes a module: `import()` here, Vite's runner in `--dev`. */
export type ImportModule = (file: string) => Promise<unknown>

const importFile: ImportModule = (file) => import(pathToFileURL(file).href)

/** The TypeScript files of the flat functions folder, sorted; empty for a missing folder. */
export async function listFunctionFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => /\.m?ts$/.test(name) && !name.endsWith('.d.ts'))
    .sort()
    .map((name) => join(folder, name))
}

/** Loads every function file. Throws a StartError that names the file without a default export or a usable `config`. */
export async function loadFunctions(
  folder: string,
  importModule: ImportModule = importFile,
): Promise<LoadedFunction[]> {
  const files = await listFunctionFiles(folder)
  return Promise.all(files.map(async (file) => readModule(file, await importModule(file))))
}

/** One route per path of each function. */
export function routesOf(functions: readonly LoadedFunction[]): FunctionRoute[] {
  return functions.flatMap((fn) => fn.paths.map((path) => ({ name: fn.name, path, methods: fn.methods, fn })))
}

function readModule(file: string, module: unknown): LoadedFunction {
  const name = (file.split('/').at(-1) ?? file).replace(/\.m?ts$/, '')
  const complain = (what: string): never => {
    throw new StartError(`netlify/functions/${name}.ts ${what}.`)
  }
  if (!isRecord(module) || typeof module.default !== 'function') return complain('has no default export to call')
  if (!isRecord(module.config)) return complain('exports no `config`')
  const { path, method, schedule, background } = module.config
  const paths = texts(path)
  if (paths.length === 0 && typeof schedule !== 'string')
    return complain('has neither a `path` nor a `schedule` in its config')
  if (paths.some((one) => !one.startsWith('/'))) return complain('has a `path` that does not begin with a slash')
  const methods = texts(method).map((one) => one.toUpperCase())
  return {
    name,
    // safe: Netlify calls the default export with a Request and a Context, and so do we.
    handler: module.default as FunctionHandler,
    paths,
    methods: methods.length > 0 ? methods : undefined,
    schedule: typeof schedule === 'string' ? schedule : undefined,
    isBackground: background === true || name.endsWith('-background'),
  }
}

function texts(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.filter((item) => typeof item === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
