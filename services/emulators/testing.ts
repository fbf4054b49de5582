import { createControl, type EmulatorControl } from './control-client.ts'
import type { ProviderName } from './providers.ts'
import { type StartEmulatorsOptions, startEmulators } from './start.ts'

/** One emulator on a free port, with its control. */
export type TestEmulator = {
  url: string
  /** The origins of its requests: the emulator itself, and its file contents. */
  origins: string[]
  env: Record<string, string>
  control: EmulatorControl
  close(): Promise<void>
}

/** Starts one emulator for a test file; without `dataDir` it loses everything on `close`. */
export async function startTestEmulator(
  name: ProviderName,
  options: Pick<StartEmulatorsOptions, 'dataDir' | 'siteUrl'> & { port?: number } = {},
): Promise<TestEmulator> {
  const { port = 0, ...rest } = options
  const { emulators, close } = await startEmulators({ host: '127.0.0.1', basePort: port, providers: [name], ...rest })
  const [emulator] = emulators
  if (!emulator) throw new Error(`${name} did not start`)
  return {
    url: emulator.url,
    origins: emulator.origins,
    env: emulator.env,
    control: createControl(emulator.url),
    close,
  }
}
