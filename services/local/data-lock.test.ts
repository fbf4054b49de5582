import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataFolder } from './data-lock.ts'
import { temporaryFolder } from './testing/notes-migration.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

const NO_SUCH_PID = 2 ** 22 + 1

test('a folder is locked for one process and free again after it', async () => {
  const unlock = await lockDataFolder(folder.folder)
  await expect(lockDataFolder(folder.folder)).rejects.toThrow(`process ${process.pid}`)
  await unlock()
  expect(await readdir(folder.folder)).toEqual([])
})

test.each([
  ['of a process that was killed', JSON.stringify({ pid: NO_SUCH_PID, started_at: '1' })],
  ['of another process that had our number before', JSON.stringify({ pid: process.pid, started_at: 'long ago' })],
  ['that was cut off while it was written', '{"pid":'],
])('a lock %s is replaced', async (_what, text) => {
  await writeFile(join(folder.folder, 'lock'), text)
  const unlock = await lockDataFolder(folder.folder)
  expect(JSON.parse(await readFile(join(folder.folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  await unlock()
})
