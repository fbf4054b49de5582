const CONTEXT_LINES = 3
const SHOWN_LINES = 12

/** Shows where two texts differ, as `-` and `+` lines with a little context; '' when they are equal. */
export function firstDifference(before: string, after: string): string {
  const [left, right] = [before.split('\n'), after.split('\n')]
  const at = right.findIndex((line, index) => line !== left[index])
  const start = at === -1 ? right.length : at
  if (at === -1 && left.length === right.length) return ''
  let sameAtEnd = 0
  while (
    sameAtEnd < Math.min(left.length, right.length) - start &&
    left[left.length - 1 - sameAtEnd] === right[right.length - 1 - sameAtEnd]
  ) {
    sameAtEnd += 1
  }
  const removed = left.slice(start, left.length - sameAtEnd).map((line) => `- ${line}`)
  const added = right.slice(start, right.length - sameAtEnd).map((line) => `+ ${line}`)
  const context = right.slice(Math.max(0, start - CONTEXT_LINES), start).map((line) => `  ${line}`)
  return [`line ${start + 1}:`, ...context, ...shorten(removed), ...shorten(added)].join('\n')
}

function shorten(lines: string[]): string[] {
  return lines.length <= SHOWN_LINES
    ? lines
    : [...lines.slice(0, SHOWN_LINES), `  … and ${lines.length - SHOWN_LINES} more`]
}
