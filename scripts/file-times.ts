import { readFile, writeFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { z } from 'zod'

const Times = z.array(z.object({ file: z.string(), ms: z.number() }))

/** The duration of one test file; the sum for a file whose tests run in several processes. */
export type FileTime = z.infer<typeof Times>[number]

/** Names the file into which a suite writes the durations of its test files. */
export const TIMES_VARIABLE = 'OPSYNCPRO_TIMES_FILE'

const NAMED = 10

/** For reporters: writes the durations where `npm test` requested them, with paths relative to the repository. */
export async function writeTimes(times: readonly FileTime[]): Promise<void> {
  const path = process.env[TIMES_VARIABLE]
  if (!path) return
  await writeFile(path, JSON.stringify(times.map(({ file, ms }) => ({ file: relative(process.cwd(), file), ms }))))
}

/** The durations that a suite wrote; empty when it writes none. */
export async function readTimes(path: string): Promise<FileTime[]> {
  const text = await readFile(path, 'utf8').catch(() => '[]')
  const { data } = Times.safeParse(JSON.parse(text))
  return data ?? []
}

/** A heading and a line for each of the ten slowest files. */
export function slowestFiles(times: readonly FileTime[]): string {
  const sums = new Map<string, number>()
  for (const { file, ms } of times) sums.set(file, (sums.get(file) ?? 0) + ms)
  const lines = [...sums]
    .sort(([, one], [, other]) => other - one)
    .slice(0, NAMED)
    .map(([file, ms]) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${file}`)
  return ['The slowest test files:', ...lines].join('\n')
}
