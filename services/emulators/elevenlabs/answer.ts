/** A refusal in ElevenLabs' words: one sentence with a status word, or a list of fields that do not fit. */
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

/** 422 as their framework writes it. */
export const misfit = (place: 'body' | 'query', field: string, msg: string, type = 'value_error') =>
  new ElevenLabsRefusal(422, { detail: [{ loc: [place, field], msg, type }] })
