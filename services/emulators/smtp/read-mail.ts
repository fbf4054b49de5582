import type { StoredMail } from './state.ts'

/** A mail as a person and a test read it. */
export type ReadMail = {
  id: number
  at: string
  from: string
  to: string[]
  /** By lower case name, unfolded, encoded words decoded. */
  headers: Record<string, string>
  subject: string
  text: string
  html: string
}

/** Reads what our emails are made of: headers, `multipart`, quoted-printable and base64, in UTF-8. */
export function readMail({ id, at, from, to, raw }: StoredMail): ReadMail {
  const { headers } = split(raw)
  const parts = leaves(raw)
  const textOf = (type: string) => parts.find((part) => part.type === type)?.text ?? ''
  return {
    id,
    at,
    from,
    to,
    headers,
    subject: headers.subject ?? '',
    text: textOf('text/plain'),
    html: textOf('text/html'),
  }
}

function split(raw: string): { headers: Record<string, string>; body: string } {
  const end = raw.indexOf('\r\n\r\n')
  const head = end < 0 ? raw : raw.slice(0, end)
  const headers: Record<string, string> = {}
  for (const line of head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? []
    headers[name.toLowerCase()] = decodeWords(value.trimStart())
  }
  return { headers, body: end < 0 ? '' : raw.slice(end + 4) }
}

function leaves(raw: string): { type: string; text: string }[] {
  const { headers, body } = split(raw)
  const type = headers['content-type'] ?? 'text/plain'
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1]
  if (boundary === undefined) {
    return [{ type: type.split(';')[0]?.toLowerCase() ?? '', text: decode(body, headers['content-transfer-encoding']) }]
  }
  const parts = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1)
  return parts.flatMap((part) => leaves(part.replace(/^[ \t]*\r\n/, '')))
}

function decode(body: string, encoding = '7bit'): string {
  const bytes =
    encoding.toLowerCase() === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding.toLowerCase() === 'quoted-printable'
        ? unquote(body.replaceAll(/=[ \t]*\r\n/g, ''))
        : Buffer.from(body, 'latin1')
  return bytes.toString('utf8').replaceAll('\r\n', '\n')
}

const unquote = (text: string) =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** RFC 2047. */
const decodeWords = (value: string) =>
  value
    .replaceAll(/(=\?[^?]+\?[QB]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      (kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' '))).toString('utf8'),
    )
