/** Why a message did not go out, as a sentence that a person can act on. Keys: our codes, and Meta's `graph.<code>.<subcode>`. */
const SENTENCES: Readonly<Record<string, string>> = {
  window_closed: 'Instagram says the time to reply is over. You can write again when this person sends something.',
  reconnect: 'Instagram has to be connected again. Your text is kept; reconnect and press Try again.',
  account_inactive: 'This Instagram account is disconnected. Connect it again and press Try again.',
  inbox_off: 'The inbox of this account is switched off. Switch it on and press Try again.',
  not_configured: "Instagram isn't set up on this server. Ask your administrator.",
  not_found_there: "The connection broke while sending, and Instagram doesn't have this message. Try again.",
  gone: 'This person can no longer be reached on Instagram.',
  rejected: 'Instagram rejected this message. Nothing was sent.',
  unexpected: 'Something went wrong on our side before it was sent. Try again.',
  'graph.10.0': 'The connection may not send messages. Reconnect Instagram and allow messages.',
  'graph.3.0': 'The connection may not send messages. Reconnect Instagram and allow messages.',
  'graph.100.0': 'Instagram could not read this message. Change the text and try again.',
  'graph.100.2534014': 'This person can no longer be reached on Instagram.',
  'graph.100.2534015': 'Instagram could not read this message. Change the text and try again.',
  'graph.100.2018001': 'This person can no longer be reached on Instagram.',
  'graph.368.0': 'Instagram blocked this account from sending for now. Check the account in the Instagram app.',
  'graph.551.0': "This person isn't available on Instagram right now.",
  'graph.200.0': 'The connection may not send messages. Reconnect Instagram and allow messages.',
}

/** The sentence for a code; a code without one still says that nothing was sent. */
export function describeSendFailure(code: string): string {
  const family = code.replace(/^(graph\.-?\d+)\..*$/, '$1.0')
  if (/^graph\.2\d\d\./.test(code)) return SENTENCES['graph.200.0'] ?? ''
  return SENTENCES[code] ?? SENTENCES[family] ?? SENTENCES.rejected ?? ''
}

/** Why a message waits although nothing failed. */
export const WAITING_WORDS: Readonly<Record<string, string>> = {
  account_held: 'Instagram has paused sending for this account. It goes out when the pause ends.',
  busy: 'Instagram is busy. It goes out in a moment.',
}
