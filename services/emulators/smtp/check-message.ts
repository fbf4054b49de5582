import { SmtpRefusal } from './refusal.ts'

/** RFC 5322: each exactly once. */
const WANTED = ['from', 'date', 'message-id'] as const

/** Throws for a message that is no RFC 5322 message, or holds bytes that were not announced. `raw`: one character per byte. */
export function checkMessage(raw: string, { is8Bit }: { is8Bit: boolean }): void {
  if (/(?<!\r)\n|\r(?!\n)/.test(raw)) throw new SmtpRefusal(554, '5.6.0 Lines must end with CRLF')
  const lines = raw.split('\r\n')
  if (lines.some((line) => line.length > 998)) throw new SmtpRefusal(554, '5.6.0 Line longer than 998 octets')
  if (!is8Bit && /[\x80-\xff]/.test(raw)) throw new SmtpRefusal(554, '5.6.3 8-bit data was not announced')
  const headers = headerNames(lines.slice(0, lines.indexOf('')))
  for (const name of WANTED) {
    const count = headers.filter((header) => header === name).length
    if (count !== 1) throw new SmtpRefusal(550, `5.6.0 Message must have one ${name} header, it has ${count}`)
  }
}

function headerNames(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => {
      const name = /^([!-9;-~]+):/.exec(line)?.[1]
      if (name === undefined) throw new SmtpRefusal(550, '5.6.0 A header line has no name')
      return name.toLowerCase()
    })
}
