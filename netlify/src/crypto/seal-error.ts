type SealErrorCode = 'key_missing' | 'key_malformed' | 'sealed_malformed' | 'sealed_tampered'

/** A secret could not be sealed or opened. The message holds neither the secret nor a key. */
export class SealError extends Error {
  readonly code: SealErrorCode
  constructor(code: SealErrorCode, message: string) {
    super(message)
    this.name = 'SealError'
    this.code = code
  }
}
