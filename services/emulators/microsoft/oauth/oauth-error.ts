import { randomUUID } from 'node:crypto'
import { escapeHtml } from '../../frame/escape-html.ts'

/** A refusal by the login service. `code` is the number after AADSTS. */
export class OAuthError extends Error {
  readonly error: string
  readonly code: number
  readonly status: number

  constructor(error: string, code: number, message: string, status = 400) {
    super(message)
    this.error = error
    this.code = code
    this.status = status
  }
}

/** The token endpoint's error body. */
export function oauthErrorResponse({ error, code, message, status }: OAuthError, at: string): Response {
  const timestamp = `${at.slice(0, 19).replace('T', ' ')}Z`
  const traceId = randomUUID()
  const correlationId = randomUUID()
  const body = {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  }
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}

/** The page for an unknown app, whose redirect URL cannot be trusted. */
export function oauthErrorPage({ code, message, status }: OAuthError): Response {
  const html = `<!doctype html><html lang="en"><title>Sorry</title><body><h1>Sorry, we cannot sign you in</h1><p>AADSTS${code}: ${escapeHtml(message)}</p></body></html>`
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
