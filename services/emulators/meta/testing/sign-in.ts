import { createHmac } from 'node:crypto'
import { answerConsent, type ConsentChoice } from '../../answer-consent.ts'
import type { TestEmulator } from '../../testing.ts'

export const DANA = '10220001'
export const SAM = '10220002'
export const PAGE = '1040001'
export const KITCHEN = '1040002'
export const INSTAGRAM = '17841400000000001'
export const KITCHEN_INSTAGRAM = '17841400000000002'
export const REDIRECT = 'http://127.0.0.1:8888/api/meta-callback'

export type Choice = ConsentChoice

const FACEBOOK_SCOPE =
  'pages_show_list,pages_read_engagement,pages_manage_posts,pages_manage_metadata,pages_messaging,instagram_basic,instagram_content_publish,instagram_manage_messages'
const INSTAGRAM_SCOPE = 'instagram_business_basic,instagram_business_content_publish,instagram_business_manage_messages'

/** A long-lived token of Facebook Login, without any code of ours. */
export async function facebookToken(
  emulator: TestEmulator,
  choice: Choice = {},
  scope = FACEBOOK_SCOPE,
): Promise<string> {
  const { env } = emulator
  const dialog = new URL(`${env.META_LOGIN_URL}/v27.0/dialog/oauth`)
  const query = { client_id: env.META_APP_ID, redirect_uri: REDIRECT, state: 's', scope, response_type: 'code' }
  for (const [name, value] of Object.entries(query)) dialog.searchParams.set(name, String(value))
  const back = await answerConsent(dialog.href, choice)
  const keys = { client_id: String(env.META_APP_ID), client_secret: String(env.META_APP_SECRET) }
  const short = await getJson(`${env.META_GRAPH_URL}/v27.0/oauth/access_token`, {
    ...keys,
    redirect_uri: REDIRECT,
    code: back.searchParams.get('code') ?? '',
  })
  const long = await getJson(`${env.META_GRAPH_URL}/v27.0/oauth/access_token`, {
    ...keys,
    grant_type: 'fb_exchange_token',
    fb_exchange_token: String(short.access_token),
  })
  return String(long.access_token)
}

/** The token of a page. */
export async function pageToken(emulator: TestEmulator, pageId = PAGE, choice: Choice = {}): Promise<string> {
  const { body } = await graph(emulator, await facebookToken(emulator, choice), 'GET', `/${pageId}`, {
    fields: 'access_token',
  })
  return String(body.access_token)
}

/** A long-lived token of Instagram's own login. */
export async function instagramToken(emulator: TestEmulator, choice: Choice = {}): Promise<string> {
  const { env } = emulator
  const redirectUri = REDIRECT.replace('meta', 'instagram')
  const dialog = new URL(`${env.INSTAGRAM_LOGIN_URL}/oauth/authorize`)
  const query = {
    client_id: env.INSTAGRAM_APP_ID,
    redirect_uri: redirectUri,
    scope: INSTAGRAM_SCOPE,
    response_type: 'code',
  }
  for (const [name, value] of Object.entries(query)) dialog.searchParams.set(name, String(value))
  const back = await answerConsent(dialog.href, choice)
  const form = {
    client_id: String(env.INSTAGRAM_APP_ID),
    client_secret: String(env.INSTAGRAM_APP_SECRET),
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code: back.searchParams.get('code') ?? '',
  }
  const answer = await fetch(`${env.INSTAGRAM_TOKEN_URL}/oauth/access_token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  // safe: the emulator's own answer
  const { data } = (await answer.json()) as { data: { access_token: string }[] }
  const long = await getJson(`${env.INSTAGRAM_GRAPH_URL}/access_token`, {
    grant_type: 'ig_exchange_token',
    client_secret: String(env.INSTAGRAM_APP_SECRET),
    access_token: data[0]?.access_token ?? '',
  })
  return String(long.access_token)
}

async function getJson(url: string, query: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`)
  // safe: the emulator's own answer
  return (await answer.json()) as Record<string, unknown>
}

type Answered = {
  status: number
  body: Record<string, unknown> & { error?: { code: number; error_subcode?: number; message: string } }
}

/** One call with the proof of our server, on the host of Facebook Login. */
export async function graph(
  emulator: TestEmulator,
  token: string,
  method: string,
  path: string,
  params: Record<string, string> = {},
  { version = 'v27.0', host = 'META_GRAPH_URL', json }: { version?: string; host?: string; json?: object } = {},
): Promise<Answered> {
  const url = new URL(`${emulator.env[host]}/${version}${path}`)
  const secret = String(emulator.env.META_APP_SECRET)
  if (host === 'META_GRAPH_URL') {
    url.searchParams.set('appsecret_proof', createHmac('sha256', secret).update(token).digest('hex'))
  }
  if (method === 'GET') for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(json && { 'content-type': 'application/json' }) },
    ...(method !== 'GET' && { body: json ? JSON.stringify(json) : new URLSearchParams(params) }),
  })
  // safe: the emulator's own answer
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}
