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
  // TikTok is behind a flag: without keys it is not offered, and here nothing has keys unless somebody asks for it.
  const isWanted = (name: string) => name !== 'tiktok' || env.OPSYNCPRO_TIKTOK_EMULATOR === '1'
  const providers = emulatorStarters
    .map(({ name }) => name)
    .filter((name) => isWanted(name) && !hasCredentials(env, name))
  const running = await startEmulators({ host: '127.0.0.1', basePort, dataDir, providers, siteUrl })
  const addresses = running.emulators.map(({ name, url }) => `${name}=${url}`).join(',')
  const origins = running.emulators.flatMap((emulator) => emulator.origins)
  return {
    emulators: running.emulators.map(({ name, url }) => ({ name, url })),
    // Product images are at the Keepa emulator; no other address of this machine may be fetched.
    env: Object.assign(
      { OPSYNCPRO_EMULATORS: addresses, FETCH_LOCAL_ORIGINS: origins.join(',') },
      ...running.emulators.map((emulator) => emulator.env),
    ),
    origins,
    close: () => running.close(),
  }
}
