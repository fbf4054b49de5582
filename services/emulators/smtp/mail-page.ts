import { escapeHtml } from '../frame/escape-html.ts'
import type { ReadMail } from './read-mail.ts'

/** All mails, newest first, with both of their parts. The HTML part runs nothing and loads nothing. */
export function mailPage(mails: readonly ReadMail[]): string {
  const list = mails.map(article).join('\n') || '<p>No email has arrived yet.</p>'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Emails</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px; padding: 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
iframe { width: 100%; height: 24rem; border: 0; background: #fff; }
</style></head><body>
<h1>Emails</h1>
<p>Everything this mail server has accepted, newest first. Nothing leaves this machine.</p>
${list}
</body></html>`
}

function article({ at, from, to, subject, text, html, headers }: ReadMail): string {
  const links = escapeHtml(text).replaceAll(/https?:\/\/[^\s<&]+/g, (url) => `<a href="${url}">${url}</a>`)
  const facts = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `<article><h2>${escapeHtml(subject)}</h2>
<p>From ${escapeHtml(from)} to ${escapeHtml(to.join(', '))} · <time>${escapeHtml(at)}</time></p>
<pre>${links}</pre>
<details><summary>HTML part</summary><iframe sandbox title="HTML part" srcdoc="${escapeHtml(html)}"></iframe></details>
<details><summary>Headers</summary><pre>${escapeHtml(facts.join('\n'))}</pre></details></article>`
}
