import { escapeHtml } from '../../frame/escape-html.ts'

type Code = 'invalid_client' | 'invalid_grant' | 'invalid_scope' | 'invalid_request' | 'unsupported_grant_type'

/** A refusal by the consent page or the token endpoint. */
export class OAuthRefusal extends Error {
  readonly error: Code
  readonly status: number

  constructor(error: Code, description: string) {
    super(description)
    this.error = error
    this.status = error === 'invalid_client' ? 401 : 400
  }
}

export function oauthErrorResponse({ error, status, message }: OAuthRefusal): Response {
  return Response.json({ error, error_description: message }, { status, headers: { 'cache-control': 'no-store' } })
}

/** The page people see when nowhere is safe to send them. */
export function oauthErrorPage({ error, status, message }: OAuthRefusal): Response {
  const html = `<!doctype html><html lang="en"><title>Error</title><body><h1>We ran into a problem</h1><p>${error}: ${escapeHtml(message)}</p></body></html>`
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
