import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../services/local/testing/free-port.ts'
import { startProgram } from './host-process.ts'
import { type Entry, entry } from './measure.ts'

const RUNS = 5

/** `npm start` on existing data, to a healthy `/api/health`, against supabase-lite alone on the same data. */
export async function benchWarmStart(): Promise<Entry[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  try {
    // Creates the data, and any missing build.
    await npmStart(dataDir)
    const ours: number[] = []
    const bare: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      ours.push(await npmStart(dataDir))
      bare.push(await bareLite(join(dataDir, 'db')))
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN
    return [
      entry({
        name: 'warm npm start to a healthy /api/health',
        rival: 'supabase-lite alone on the same data',
        limit: 2.5,
        ours_ms: median(ours),
        rival_ms: median(bare),
      }),
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function npmStart(dataDir: string): Promise<number> {
  const { readyMs, stop } = await startProgram('npm', ['start'], {
    port: await freePort(),
    path: '/api/health',
    env: { OPSYNCPRO_DATA_DIR: dataDir },
  })
  await stop()
  return readyMs
}

async function bareLite(folder: string): Promise<number> {
  const { readyMs, stop } = await startProgram('node', ['bench/bare-supabase-lite.ts', folder], {
    port: await freePort(),
    path: '/auth/v1/health',
  })
  await stop()
  return readyMs
}
