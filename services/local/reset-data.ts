import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { lockDataFolder } from './data-lock.ts'

/**
 * Moves the data folder aside so that the next start begins with an empty one; nothing is deleted. Returns the new
 * name, or null when there was no folder. Throws a StartError while a host runs on it.
 */
export async function moveDataAside(dataDir: string): Promise<string | null> {
  if (!existsSync(dataDir)) return null
  const unlock = await lockDataFolder(dataDir)
  await unlock()
  const target = `${dataDir}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  await rename(dataDir, target)
  return target
}
