/** A start failure for the person at the keyboard: one clear sentence, no stack. */
export class StartError extends Error {
  override name = 'StartError'
}
