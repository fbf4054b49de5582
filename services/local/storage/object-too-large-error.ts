/** The body of an upload exceeded the limit while it was being received. */
export class ObjectTooLargeError extends Error {
  override name = 'ObjectTooLargeError'

  constructor(maxBytes: number) {
    super(`The object is larger than ${maxBytes} bytes.`)
  }
}
