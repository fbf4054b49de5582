import type { z } from 'zod'
import { Reply } from '../messaging/handle-messages.ts'
import { type TabMessageName, type TabMessages, tabMessages } from '../messaging/messages.ts'

/** No script answers in that tab: it was opened before the extension was installed or updated. */
export class TabUnreachableError extends Error {
  override name = 'TabUnreachableError'
}

/**
 * Sends a message to the script in a tab. Throws `TabUnreachableError` when nobody answers there, and an Error when the
 * script refuses.
 */
export async function askTab<N extends TabMessageName>(
  tabId: number,
  name: N,
  input: z.input<TabMessages[N]['input']>,
): Promise<z.output<TabMessages[N]['output']>> {
  const answer: unknown = await chrome.tabs.sendMessage(tabId, { name, input }).catch((error: unknown) => {
    throw new TabUnreachableError('No script answers in this tab.', { cause: error })
  })
  const parsed = Reply.safeParse(answer)
  if (!parsed.success) throw new TabUnreachableError('The script in this tab is of another version.')
  if (!parsed.data.ok) throw new Error(parsed.data.error)
  // safe: the schema that parses is the one the output type is made from
  return tabMessages[name].output.parse(parsed.data.value) as z.output<TabMessages[N]['output']>
}
