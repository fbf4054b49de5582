import type { RunningEmulator } from './frame/create-emulator.ts'
import { emulatorStarters, type ProviderName } from './providers.ts'

export type { ProviderName } from './providers.ts'

export type StartEmulatorsOptions = {
  /** Loopback unless a container needs another host; the control plane answers this machine in any case. */
  host: string
  /** Each emulator has its own fixed distance from here (keepa 0, microsoft 1 with its file contents 51, aftership 2, elevenlabs 3, ebay 4, smtp 5 with its mail port 55, amazon_creators 6, anthropic 7, meta 8, youtube 9, tiktok 10); 0 takes free ports for all. */
  basePort: number
  /** State is kept under `<dataDir>/emulators/<name>/`; without it, nothing survives `close`. */
  dataDir?: string
  /** Which emulators to start; all by default. */
  providers?: readonly ProviderName[]
  /** Our own URL, whose callbacks the vendors' apps accept besides the default ones on port 8888. */
  siteUrl?: string
}

export type Emulators = {
  emulators: Omit<RunningEmulator, 'close'>[]
  close(): Promise<void>
}

/** Starts the emulated services; a port in use is replaced by a free one, so use the returned `url`. */
export async function startEmulators(options: StartEmulatorsOptions): Promise<Emulators> {
  const { host, basePort, dataDir, providers, siteUrl } = options
  const wanted = emulatorStarters
    .map(({ name, start }, distance) => ({ name, start, port: basePort === 0 ? 0 : basePort + distance }))
    .filter(({ name }) => providers === undefined || providers.includes(name))
  const outcomes = await Promise.allSettled(
    wanted.map(({ start, port }) => start({ host, port, dataDir }, { siteUrl })),
  )
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) {
    await closeAll(running)
    throw failed.reason
  }
  return {
    emulators: running.map(({ name, url, origins, env }) => ({ name, url, origins, env })),
    close: () => closeAll(running),
  }
}

async function closeAll(running: RunningEmulator[]): Promise<void> {
  await Promise.all(running.map((emulator) => emulator.close()))
}
