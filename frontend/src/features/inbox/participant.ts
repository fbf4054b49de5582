import type { InboxConversation } from '#core/social/inbox/contract.ts'

/** How a person is called: by name, by username, or until Instagram has told either, by what they are. */
export const nameOfParticipant = ({
  participant_name,
  participant_username,
}: Pick<InboxConversation, 'participant_name' | 'participant_username'>): string =>
  participant_name ?? participant_username ?? 'Instagram user'
