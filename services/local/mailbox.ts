import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Mail = { id: string; sent_at: string; to: string; subject: string; text: string; html: string }

type Message = { to: string; subject: string; text?: string; html?: string }

const KEPT = 200

/** Receives every email that the product sends and shows it at /_local/mail; nothing leaves the machine. */
export class Mailbox {
  readonly #folder: string | undefined
  #mails: Mail[] = []
  #sequence = 0

  /** `folder`: where emails survive a restart; undefined keeps them in memory. */
  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** Reads the emails of earlier runs. */
  async load(): Promise<void> {
    if (!this.#folder) return
    await mkdir(this.#folder, { recursive: true })
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json')).sort()
    for (const name of names.slice(-KEPT)) {
      try {
        // safe: only `send` writes these files.
        this.#mails.push(JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as Mail)
      } catch {
        console.warn(`${join(this.#folder, name)} is not readable and was skipped.`)
      }
    }
  }

  async send(message: Message): Promise<void> {
    this.#sequence += 1
    const sentAt = new Date().toISOString()
    const id = `${sentAt.replaceAll(/[:.]/g, '-')}-${String(this.#sequence).padStart(4, '0')}`
    const mail: Mail = {
      id,
      sent_at: sentAt,
      to: message.to,
      subject: message.subject,
      text: message.text ?? '',
      html: message.html ?? '',
    }
    this.#mails = [...this.#mails, mail].slice(-KEPT)
    if (this.#folder) await writeFile(join(this.#folder, `${id}.json`), `${JSON.stringify(mail, null, 2)}\n`)
  }

  /** Newest first. */
  list(): Mail[] {
    return this.#mails.toReversed()
  }

  /** Answers `/_local/mail` (a page) and `/_local/mail.json`; null for other paths. */
  answer(url: URL): Response | null {
    if (url.pathname === '/_local/mail.json') {
      return Response.json({ items: this.list() }, { headers: { 'cache-control': 'no-store' } })
    }
    if (url.pathname !== '/_local/mail') return null
    return new Response(page(this.list()), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
      },
    })
  }
}

function page(mails: Mail[]): string {
  const list = mails.map(entry).join('\n') || '<p>No email has been sent yet.</p>'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Local mail</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 8px; padding: 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; } p { margin: .25rem 0; opacity: .75; } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .75rem 0 0; }
</style></head><body>
<h1>Local mail</h1>
<p>Everything the product would have sent, newest first. Nothing leaves this machine.</p>
${list}
</body></html>`
}

function entry(mail: Mail): string {
  const body =
    mail.text || mail.html.replaceAll(/<a [^<>]*?href="([^"<>]+)"[^<>]*>/g, '$1 ').replaceAll(/<[^<>]+>/g, '')
  return `<article><h2>${escapeHtml(mail.subject)}</h2>
<p>To ${escapeHtml(mail.to)} · <time datetime="${escapeHtml(mail.sent_at)}">${escapeHtml(mail.sent_at)}</time></p>
<pre>${linked(escapeHtml(body.trim()))}</pre></article>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function linked(escapedText: string): string {
  return escapedText.replaceAll(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`)
}
