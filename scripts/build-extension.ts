import { packExtension } from './extension/pack-extension.ts'

/*
 * `npm run build:extension`: packages of the side panel for the Chrome Web Store, in `chrome-extension/packages`. Each
 * edition whose address is set is built: OPSYNCPRO_ORIGIN for production, OPSYNCPRO_UAT_ORIGIN for UAT.
 */
const EDITIONS = [
  { edition: 'production', variable: 'OPSYNCPRO_ORIGIN' },
  { edition: 'uat', variable: 'OPSYNCPRO_UAT_ORIGIN' },
] as const

const wanted = EDITIONS.flatMap(({ edition, variable }) => {
  const origin = process.env[variable]
  return origin ? [{ edition, origin }] : []
})
if (wanted.length === 0) {
  console.error(`Set ${EDITIONS.map(({ variable }) => variable).join(' or ')} to the https address of a dashboard.`)
  process.exitCode = 1
}
for (const { edition, origin } of wanted) {
  try {
    const { path, bytes } = await packExtension({ edition, origin })
    console.log(`${path}: ${(bytes / 1000).toFixed(0)} kB`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
