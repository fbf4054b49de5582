import { readEnv } from '../../env.ts'
import { type ElevenLabs, openElevenLabs } from '../../providers/elevenlabs/index.ts'

/** The prefix of our orders at the vendor, so that no other dub there is ever touched. */
export const ORDER_PREFIX = 'opsyncpro-'

/**
 * The key that pays for a workspace's dubs: the server's. Only this function decides, so that a workspace can get its
 * own key later; null while none is configured.
 */
async function keyOf(_workspaceId: string): Promise<string | null> {
  return readEnv().ELEVENLABS_API_KEY ?? null
}

/** ElevenLabs with the key of a workspace; null while none is configured. */
export async function openDubbingVendor(workspaceId: string): Promise<ElevenLabs | null> {
  const key = await keyOf(workspaceId)
  return key === null ? null : openElevenLabs(key)
}

/** ElevenLabs with the server's own key; null while none is configured. */
export function openInstallationVendor(): ElevenLabs | null {
  const { ELEVENLABS_API_KEY } = readEnv()
  return ELEVENLABS_API_KEY ? openElevenLabs(ELEVENLABS_API_KEY) : null
}
