import { Reply } from './handle-messages.ts'
import { type MessageInput, type MessageName, type MessageOutput, messages } from './messages.ts'

type Input<N extends MessageName> = MessageInput<N> extends undefined ? [] : [input: MessageInput<N>]

/**
 * Sends a message to the background. Throws an Error with the background's sentence when it refuses, fails or cannot be
 * reached.
 */
export async function sendMessage<N extends MessageName>(name: N, ...[input]: Input<N>): Promise<MessageOutput<N>> {
  const reply = Reply.parse(await chrome.runtime.sendMessage({ name, input }))
  if (!reply.ok) throw new Error(reply.error)
  // safe: the schema that parses is the one the output type is made from
  return messages[name].output.parse(reply.value) as MessageOutput<N>
}
