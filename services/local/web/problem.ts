type ProblemOptions = { headers?: Record<string, string>; requestId?: string }

/** An `application/problem+json` answer of the host itself, in the shape the functions use. */
export function problem(status: number, code: string, detail: string, options: ProblemOptions = {}): Response {
  const { headers = {}, requestId } = options
  const body = { type: 'about:blank', title: titleOf(code), status, detail, code, ...(requestId ? { requestId } : {}) }
  return Response.json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}

function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
