import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of a program of this machine: `FFMPEG_PATH`/`FFPROBE_PATH`, else along PATH; null when it is missing. */
export function findProgram(name: 'ffmpeg' | 'ffprobe', env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env[`${name.toUpperCase()}_PATH`]
  if (named) return isRunnable(named) ? named : null
  const places = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return places.map((place) => join(place, name)).find(isRunnable) ?? null
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
