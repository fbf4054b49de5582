import { readEnv } from '../../env.ts'
import { type ElevenLabs, openElevenLabs } from '../../providers/elevenlabs/index.ts'

/** What every order of ours is called by at the vendor, so that nothing else there is ever touched. */
export const ORDER_PREFIX = 'opsyncpro-'

/**
 * The key a workspace's dubs are paid with: the installation's. The one place that decides, so that a workspace can have its
 * own; null while there is none.
 */
async function keyOf(_workspaceId: string): Promise<string | null> {
  return readEnv().ELEVENLABS_API_KEY ?? null
}

/** ElevenLabs on the account of a workspace; null while none is configured. */
export async function openDubbingVendor(workspaceId: string): Promise<ElevenLabs | null> {
  const key = await keyOf(workspaceId)
  return key === null ? null : openElevenLabs(key)
}

/** ElevenLabs on the installation's own account; null while none is configured. */
export function openInstallationVendor(): ElevenLabs | null {
  const { ELEVENLABS_API_KEY } = readEnv()
  return ELEVENLABS_API_KEY ? openElevenLabs(ELEVENLABS_API_KEY) : null
}
