/** A refusal by the Data API, with Google's reason. */
export class YouTubeRefusal extends Error {
  readonly status: number
  readonly reason: string
  readonly domain: string

  constructor(status: number, reason: string, message: string, domain = 'youtube.common') {
    super(message)
    this.status = status
    this.reason = reason
    this.domain = domain
  }
}

export function refusalResponse({ status, reason, message, domain }: YouTubeRefusal): Response {
  return Response.json({ error: { code: status, message, errors: [{ message, domain, reason }] } }, { status })
}

/** Runs work and turns its refusal into an answer. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof YouTubeRefusal) return refusalResponse(error)
    throw error
  }
}
