import type { FileAnswer } from '#core/http/file.ts'
import { unwrap } from '../db/db-errors.ts'
import { createServiceClient } from '../db/service-client.ts'
import { readEnv } from '../env.ts'
import { readUnsubscribeToken } from './unsubscribe-link.ts'

/** Asks before it changes anything: mail programs open links to look at them. */
export async function askToUnsubscribe(token: string): Promise<FileAnswer> {
  if (readUnsubscribeToken(token) === null) return invalidLink()
  return page(
    'Stop these emails?',
    `<p>OpSyncPro then sends you no email when something needs you. The dashboard keeps showing it.</p>
<form method="post"><button>Stop these emails</button></form>`,
  )
}

/**
 * Switches the emails of the person off who received this link. Passes row level security: the person is not signed in,
 * and the sealed token says who it is.
 */
export async function unsubscribe(token: string): Promise<FileAnswer> {
  const userId = readUnsubscribeToken(token)
  if (userId === null) return invalidLink()
  const change = { email_notices: false }
  unwrap(await createServiceClient().from('users').update(change).eq('id', userId).select('id'))
  return page(
    'Emails are off',
    `<p>You receive no more of these emails. ${settingsLink('Settings')} turns them on.</p>`,
  )
}

const invalidLink = () =>
  page(
    'This link does not work',
    `<p>It may be incomplete. You can turn emails off in ${settingsLink('Settings')}.</p>`,
  )

const settingsLink = (label: string) => `<a href="${new URL('/settings', readEnv().SITE_URL).href}">${label}</a>`

function page(title: string, body: string): FileAnswer {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${title} · OpSyncPro</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 4rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; } button { font: inherit; padding: .5rem 1rem; cursor: pointer; }
</style></head><body><main><h1>${title}</h1>
${body}
</main></body></html>
`
  const bytes = new TextEncoder().encode(html)
  return { filename: 'emails.html', content_type: 'text/html; charset=utf-8', is_page: true, bytes }
}
