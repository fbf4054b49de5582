import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The stored state of an emulator: one JSON document and a folder for bytes. */
export type StateStore<State> = {
  /** The live document; change it in place, then `save`. */
  state: State
  /** A folder of this emulator's own for file contents. */
  filesFolder: string
  /** Resolves once every change made before the call is on disk. */
  save(): Promise<void>
  /** Replaces the whole document and empties the files folder. */
  reset(state: State): Promise<void>
  /** Writes pending changes; removes the folder if it was a temporary one. */
  close(): Promise<void>
}

type Snapshot<State> = { version: number; clock_offset_ms: number; state: State }

type Options<State> = {
  /** Without it, nothing survives `close`. */
  folder: string | undefined
  name: string
  /** A snapshot of another version is discarded: emulator data is never migrated. */
  version: number
  initial: () => State
}

/** Opens the state in `folder`, or a temporary one; `clockOffsetMs` is what the last run had added to its clock. */
export async function openStateStore<State>({ folder, name, version, initial }: Options<State>) {
  const home = folder ?? (await mkdtemp(join(tmpdir(), `emulator-${name}-`)))
  const filesFolder = join(home, 'files')
  const file = join(home, 'state.json')
  await mkdir(filesFolder, { recursive: true })
  const saved = await readSnapshot<State>(file, version)
  let clockOffsetMs = () => saved?.clock_offset_ms ?? 0
  let running: Promise<void> = Promise.resolve()
  let queued: Promise<void> | undefined

  const write = async () => {
    const snapshot: Snapshot<State> = { version, clock_offset_ms: clockOffsetMs(), state: store.state }
    const temporary = `${file}.new`
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(JSON.stringify(snapshot))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  }

  const store: StateStore<State> = {
    state: saved?.state ?? initial(),
    filesFolder,
    save() {
      if (folder === undefined) return Promise.resolve()
      // One write runs, at most one waits: all callers that arrive while it waits share it.
      if (queued) return queued
      const next = running
        .catch(() => undefined)
        .then(() => {
          queued = undefined
          return write()
        })
      queued = next
      running = next
      return next
    },
    async reset(state) {
      await rm(filesFolder, { recursive: true, force: true })
      await mkdir(filesFolder, { recursive: true })
      store.state = state
      await store.save()
    },
    async close() {
      await running
      if (folder === undefined) await rm(home, { recursive: true, force: true })
    },
  }
  return {
    store,
    clockOffsetMs: saved?.clock_offset_ms ?? 0,
    followClock: (offsetMs: () => number) => {
      clockOffsetMs = offsetMs
    },
  }
}

async function readSnapshot<State>(file: string, version: number): Promise<Snapshot<State> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    // safe: only `write` above makes this file, and the version says which shape it has
    const snapshot = JSON.parse(text) as Snapshot<State>
    return snapshot.version === version ? snapshot : undefined
  } catch (error) {
    throw new Error(`${file} is not readable JSON; delete its folder to start the emulator afresh`, { cause: error })
  }
}
