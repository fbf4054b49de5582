import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { getFirstConsumedChar, toCache } from 'regexp-ast-analysis'
import { parseSync } from 'vite'

export type Pattern = { source: string; flags: string; line: number }

/** The regular expressions of a source file, and whether it makes others from text. Throws when it cannot be parsed. */
export function patternsOf(path: string, code: string): { literals: Pattern[]; isMakingPatterns: boolean } {
  const { program, errors } = parseSync(path, code)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const literals: Pattern[] = []
  let isMakingPatterns = false
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const part of node) visit(part)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    if (isLiteral(node)) {
      const line = code.slice(0, node.start).split('\n').length
      literals.push({ source: node.regex.pattern, flags: node.regex.flags, line })
    }
    if (isCallOfRegExp(node)) isMakingPatterns = true
    for (const part of Object.values(node)) visit(part)
  }
  visit(program)
  return { literals, isMakingPatterns }
}

type Literal = { start: number; regex: { pattern: string; flags: string } }
const isLiteral = (node: object): node is Literal => 'regex' in node && typeof node.regex === 'object'

const isCallOfRegExp = (node: object): boolean =>
  'callee' in node &&
  typeof node.callee === 'object' &&
  node.callee !== null &&
  'name' in node.callee &&
  node.callee.name === 'RegExp'

/**
 * Repeated groups with two alternatives that may begin with the same character, such as `(\w|\d)+`: after n of them
 * there are 2ⁿ ways to read the text.
 */
export function unclearChoices({ source, flags }: { source: string; flags: string }): string[] {
  const literal = new RegExpParser().parseLiteral(`/${source}/${flags}`)
  const cache = toCache(literal.flags)
  const found: string[] = []
  visitRegExpAST(literal, {
    onQuantifierEnter({ element, max, raw }) {
      if (max !== Number.POSITIVE_INFINITY || !('alternatives' in element)) return
      const firsts = element.alternatives.map((alternative) => getFirstConsumedChar(alternative, 'ltr', cache).char)
      const isUnclear = firsts.some((first, at) => firsts.slice(at + 1).some((other) => !first.isDisjointWith(other)))
      if (isUnclear) found.push(raw)
    },
  })
  return found
}
