import { allContracts } from '#core/contracts.ts'
import { PROBLEMS } from '#core/http/problem.ts'

/** The page of the API with its tables made from contracts and problem codes; the text around them stays. */
export function withApiTables(page: string): string {
  return between(between(page, 'problems', problemsTable()), 'addresses', addressesTable())
}

function between(page: string, name: string, table: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!pattern.test(page)) throw new Error(`docs/api.md has no <!-- ${name} --> … <!-- /${name} -->.`)
  return page.replace(pattern, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`)
}

function problemsTable(): string {
  const rows = Object.entries(PROBLEMS)
    .map(([code, { status, title }]) => [String(status), `\`${code}\``, title])
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b))
  return table(['status', 'code', 'title'], rows)
}

function addressesTable(): string {
  const rows = allContracts.map(
    ({ method, path, audience, opensWithSecret, idempotent, versioned, selector, summary }) => [
      `\`${method} ${path}${selector ? `?${new URLSearchParams(selector)}` : ''}\``,
      opensWithSecret ? `${audience}, machine` : audience,
      [idempotent && 'key', versioned && 'version'].filter(Boolean).join(', '),
      summary,
    ],
  )
  return table(['address', 'for', 'honors', 'what'], rows)
}

function table(head: string[], rows: string[][]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
