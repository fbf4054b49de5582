import { z } from 'zod'
import type { NetworkMessage } from '#core/social/inbox/events.ts'
import { Instant } from '#core/time.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import type { MetaConversation, MetaMessage, MetaParty } from '../../providers/meta/index.ts'
import { fromApi } from './network-messages.ts'

const Reading = z.object({
  workspace_id: z.uuid(),
  account_id: z.string(),
  username: z.string().nullable(),
  cursor: z.string().nullable(),
  newest: Instant.nullable(),
  /** The newest conversation of the last complete reading. */
  until: Instant.nullable(),
})

/** Where the reading of an account stands; null when its inbox is off or it is disconnected. */
export async function getReading(serviceDb: Db, connectionId: string): Promise<z.infer<typeof Reading> | null> {
  const answer = await serviceDb.rpc('read_inbox_sync', { p_connection_id: connectionId })
  return Reading.nullable().parse(unwrap(answer))
}

type Step = { cursor?: string | null; newest?: string | null; is_done?: boolean; error?: string }

/** Stores how far the reading is. */
export async function saveReading(serviceDb: Db, connectionId: string, step: Step): Promise<void> {
  unwrap(await serviceDb.rpc('save_inbox_sync', { p_connection_id: connectionId, p_change: step }))
}

/** Which of these conversations have news since they were last read. */
export async function listChanged(
  serviceDb: Db,
  connectionId: string,
  conversations: readonly MetaConversation[],
): Promise<Set<string>> {
  const seen = Object.fromEntries(conversations.map(({ id, updatedAt }) => [id, updatedAt]))
  const args = { p_connection_id: connectionId, p_seen: seen }
  return new Set(z.array(z.string()).parse(unwrap(await serviceDb.rpc('list_changed_conversations', args))))
}

/** Requests a reading of every account whose inbox is on; answers how many. */
export async function requestAllReadings(serviceDb: Db): Promise<number> {
  return z
    .number()
    .int()
    .parse(unwrap(await serviceDb.rpc('request_inbox_syncs')))
}

/** Stores a conversation and its newest messages as the API shows them. */
export async function recordConversation(
  serviceDb: Db,
  connectionId: string,
  read: {
    participant: Pick<MetaParty, 'id'> & Partial<MetaParty>
    vendorId: string
    updatedAt: string | null
    messages: readonly MetaMessage[]
  },
): Promise<void> {
  const messages = read.messages
    .map((message) => fromApi(message, read.participant.id))
    .filter((message): message is NetworkMessage => message !== null)
  const args = {
    p_connection_id: connectionId,
    p_conversation: {
      participant_id: read.participant.id,
      participant_name: read.participant.name?.slice(0, 300) ?? null,
      participant_username: read.participant.username?.slice(0, 300) ?? null,
      vendor_id: read.vendorId,
      vendor_updated_at: read.updatedAt,
    },
    p_messages: messages,
  }
  unwrap(await serviceDb.rpc('record_inbox_conversation', args))
}
