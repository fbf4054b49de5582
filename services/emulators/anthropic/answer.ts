/** An Anthropic refusal: `{"type": "error", "error": {"type", "message"}}`. */
export class AnthropicRefusal extends Error {
  readonly status: number
  readonly type: string
  readonly headers: Record<string, string>

  constructor(status: number, type: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.type = type
    this.headers = headers
  }
}

export const invalid = (message: string) => new AnthropicRefusal(400, 'invalid_request_error', message)

export const answerRefusal = ({ status, type, message, headers }: AnthropicRefusal, requestId: string): Response =>
  Response.json(
    { type: 'error', error: { type, message }, request_id: requestId },
    { status, headers: { ...headers, 'request-id': requestId } },
  )
