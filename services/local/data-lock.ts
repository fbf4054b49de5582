import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

/**
 * Makes this process the only one on a data folder. The lock of a killed process is replaced. Throws a StartError when
 * another process is running. The returned function releases the folder.
 */
export async function lockDataFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'lock')
  const mine = JSON.stringify({ pid: process.pid, started_at: await startTimeOf(process.pid) })
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(path, mine, { flag: 'wx' })
      return async () => {
        if ((await readFile(path, 'utf8').catch(() => '')) === mine) await rm(path, { force: true })
      }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      const holder = await readHolder(path)
      if (holder && (await isAlive(holder))) {
        throw new StartError(
          `OpSyncPro is already running on ${dataDir} (process ${holder.pid}): use that one, stop it first, ` +
            'or set OPSYNCPRO_DATA_DIR to another folder.',
        )
      }
      await rm(path, { force: true })
    }
  }
  throw new StartError(`OpSyncPro is being started on ${dataDir} by another process right now.`)
}

type Holder = { pid: number; started_at: string | null }

async function readHolder(path: string): Promise<Holder | null> {
  try {
    // safe: lockDataFolder wrote it; a half-written file does not parse and counts as stale.
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return null
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  // A container restarts with the same small pids: our own pid in an old lock is never a second process.
  if (holder.pid === process.pid)
    return holder.started_at === (await startTimeOf(process.pid)) && holder.started_at !== null
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const startedAt = await startTimeOf(holder.pid)
  return startedAt === null || holder.started_at === null || startedAt === holder.started_at
}

/**
 * Linux: the start time of a process in clock ticks, which tells apart two processes with the same pid. Elsewhere null.
 */
async function startTimeOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
