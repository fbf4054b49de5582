/** An ElevenLabs refusal: one sentence with a status word, or a list of invalid fields. */
export class ElevenLabsRefusal extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Record<string, string>

  constructor(status: number, body: object, headers: Record<string, string> = {}) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** `{"detail": {"status", "message"}}`. */
export const refuse = (status: number, word: string, message: string, headers: Record<string, string> = {}) =>
  new ElevenLabsRefusal(status, { detail: { status: word, message } }, headers)

/** 422 in the form of ElevenLabs' web framework. */
export const misfit = (place: 'body' | 'query', field: string, msg: string, type = 'value_error') =>
  new ElevenLabsRefusal(422, { detail: [{ loc: [place, field], msg, type }] })
