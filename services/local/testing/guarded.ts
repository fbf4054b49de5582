import { join } from 'node:path'

type Options = { uid?: number; gid?: number; cwd?: string; endSignal?: NodeJS.Signals }

/** The command and arguments that run a program under the guard; see `guard.ts`. */
export const guarded = (command: string, args: readonly string[], options: Options = {}) =>
  [process.execPath, [join(import.meta.dirname, 'guard.ts'), JSON.stringify(options), command, ...args]] as const
