import { stableText } from '../frame/stable-number.ts'
import { unauthorized } from './refusals.ts'
import type { CreatorsState, Credential } from './state.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type TokenAnswer = { status: number; body: object }

/** A token for client credentials. Versions 2 and 3 have endpoints and scopes of their own. */
export function issueToken(
  state: CreatorsState,
  { form, generation, nowMs }: { form: URLSearchParams; generation: '2' | '3'; nowMs: number },
): TokenAnswer {
  if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type')
  if (form.get('scope') !== (generation === '2' ? 'creatorsapi/default' : 'creatorsapi::default')) {
    return refusal(400, 'invalid_scope')
  }
  const credential = state.credentials.find(({ id }) => id === form.get('client_id'))
  const isKnown = credential?.version.startsWith(generation) && credential.secret === form.get('client_secret')
  // Cognito answers 400, Login with Amazon 401.
  if (!credential || !isKnown) return refusal(generation === '2' ? 400 : 401, 'invalid_client')
  state.issued += 1
  const access_token = stableText(LETTERS, 64, 'creators token', credential.id, state.issued)
  const expires_at = nowMs + state.token_seconds * 1000
  state.tokens[access_token] = { credential_id: credential.id, version: credential.version, expires_at }
  return { status: 200, body: { access_token, expires_in: state.token_seconds, token_type: 'Bearer' } }
}

const refusal = (status: number, error: string): TokenAnswer => ({ status, body: { error } })

/** The credential of `Bearer <token>`; a token of version 2 names its version: `Bearer <token>, Version 2.1`. */
export function credentialOf(state: CreatorsState, authorization: string | undefined, nowMs: number): Credential {
  const [, token, version] = /^Bearer ([^\s,]+)(?:, Version (\d\.\d))?$/.exec(authorization ?? '') ?? []
  if (!token) throw unauthorized('MissingCredential', 'The Authorization header is missing or malformed.')
  const known = state.tokens[token]
  const credential = state.credentials.find(({ id }) => id === known?.credential_id)
  if (!known || !credential) throw unauthorized('InvalidToken', 'The access token is not valid.')
  if (known.version.startsWith('2.') ? version !== known.version : version && version !== known.version) {
    throw unauthorized('InvalidClient', 'The version does not belong to the credential.')
  }
  if (nowMs >= known.expires_at) throw unauthorized('TokenExpired', 'The access token has expired.')
  return credential
}
