import { wordsOf } from './notice-words.ts'
import type { NoticeEmail } from './notices.repo.ts'

type Links = { site: string; unsubscribe: string | null }

/** The subject and both parts of an email. What members wrote (the workspace's name) stays text in either part. */
export function composeEmail(email: NoticeEmail, { site, unsubscribe }: Links) {
  const words = wordsOf(email)
  const url = site + words.link.path
  const settings = `${site}/settings`
  const why = `You receive this email because you are an owner or manager of “${email.workspace}”. OpSyncPro sends at most one email a day about this.`
  const text = [
    `${words.happened}\n${words.safe}`,
    words.todo,
    `${words.link.label}: ${url}`,
    `--\n${why}\nChange your email settings: ${settings}${unsubscribe ? `\nStop these emails: ${unsubscribe}` : ''}`,
  ].join('\n\n')
  return { subject: `${words.subject} · ${email.workspace}`, text: `${text}\n`, html: page() }

  function page(): string {
    const links = [
      `<a href="${escapeHtml(settings)}" style="color:inherit">Email settings</a>`,
      ...(unsubscribe ? [`<a href="${escapeHtml(unsubscribe)}" style="color:inherit">Stop these emails</a>`] : []),
    ]
    return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(words.subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#fff">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(words.subject)}</h1>
<p style="margin:0 0 12px">${escapeHtml(words.happened)} ${escapeHtml(words.safe)}</p>
<p style="margin:0 0 20px">${escapeHtml(words.todo)}</p>
<p style="margin:0 0 28px"><a href="${escapeHtml(url)}" style="display:inline-block;padding:10px 16px;border-radius:8px;background:#1c1c1e;color:#fff;text-decoration:none">${escapeHtml(words.link.label)}</a></p>
<p style="margin:0;font-size:13px;color:#6b6b70">${escapeHtml(why)}<br>${links.join(' · ')}</p>
</div></body></html>
`
  }
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
