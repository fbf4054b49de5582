import { afterShipEmulator } from './aftership/aftership-emulator.ts'
import { amazonCreatorsEmulator } from './amazon-creators/amazon-creators-emulator.ts'
import { anthropicEmulator } from './anthropic/anthropic-emulator.ts'
import { ebayEmulator } from './ebay/ebay-emulator.ts'
import { elevenLabsEmulator } from './elevenlabs/elevenlabs-emulator.ts'
import { createEmulator, type EmulatorOptions, type RunningEmulator } from './frame/create-emulator.ts'
import { keepaEmulator } from './keepa/keepa-emulator.ts'
import { metaEmulator } from './meta/meta-emulator.ts'
import { microsoftEmulator } from './microsoft/microsoft-emulator.ts'
import { smtpEmulator } from './smtp/smtp-emulator.ts'
import { tiktokEmulator } from './tiktok/tiktok-emulator.ts'
import { youtubeEmulator } from './youtube/youtube-emulator.ts'

export type ProviderName =
  | 'keepa'
  | 'microsoft'
  | 'aftership'
  | 'elevenlabs'
  | 'ebay'
  | 'smtp'
  | 'amazon_creators'
  | 'anthropic'
  | 'meta'
  | 'youtube'
  | 'tiktok'

export type ProviderSettings = {
  /** Our own URL: where consent pages may redirect people. */
  siteUrl: string | undefined
}

type EmulatorStarter = {
  name: ProviderName
  start(options: EmulatorOptions, settings: ProviderSettings): Promise<RunningEmulator>
}

/** Every emulator, in the order of their ports: new ones go to the end, so that known ports stay. */
export const emulatorStarters: readonly EmulatorStarter[] = [
  { name: 'keepa', start: (options) => createEmulator(keepaEmulator, options) },
  { name: 'microsoft', start: (options, { siteUrl }) => createEmulator(microsoftEmulator(siteUrl), options) },
  { name: 'aftership', start: (options) => createEmulator(afterShipEmulator, options) },
  { name: 'elevenlabs', start: (options) => createEmulator(elevenLabsEmulator, options) },
  { name: 'ebay', start: (options, { siteUrl }) => createEmulator(ebayEmulator(siteUrl), options) },
  { name: 'smtp', start: (options) => createEmulator(smtpEmulator, options) },
  { name: 'amazon_creators', start: (options) => createEmulator(amazonCreatorsEmulator, options) },
  { name: 'anthropic', start: (options) => createEmulator(anthropicEmulator, options) },
  { name: 'meta', start: (options, { siteUrl }) => createEmulator(metaEmulator(siteUrl), options) },
  { name: 'youtube', start: (options, { siteUrl }) => createEmulator(youtubeEmulator(siteUrl), options) },
  { name: 'tiktok', start: (options, { siteUrl }) => createEmulator(tiktokEmulator(siteUrl), options) },
]
