import { type Environment, hasCredentials } from './environment.ts'

export type RunningEmulators = {
  emulators: { name: string; url: string }[]
  /** Base URLs and the like, for the functions. */
  env: Record<string, string>
  origins: string[]
  close?: () => Promise<void>
}

type Options = { env: Environment; dataDir: string; basePort: number; siteUrl: string }

/** Starts an emulator for each provider whose account is not in the environment. */
export async function startMissingProviders({ env, dataDir, basePort, siteUrl }: Options): Promise<RunningEmulators> {
  const [{ startEmulators }, { emulatorStarters }] = await Promise.all([
    import('../emulators/start.ts'),
    import('../emulators/providers.ts'),
  ])
  const providers = emulatorStarters.map(({ name }) => name).filter((name) => !hasCredentials(env, name))
  const running = await startEmulators({ host: '127.0.0.1', basePort, dataDir, providers, siteUrl })
  const addresses = running.emulators.map(({ name, url }) => `${name}=${url}`).join(',')
  return {
    emulators: running.emulators.map(({ name, url }) => ({ name, url })),
    env: Object.assign({ OPSYNCPRO_EMULATORS: addresses }, ...running.emulators.map((emulator) => emulator.env)),
    origins: running.emulators.flatMap(({ origins }) => origins),
    close: () => running.close(),
  }
}
