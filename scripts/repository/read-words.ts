import { read } from './source-files.ts'

export type Words = { path: string; line: number; text: string }

const CODE = /\.tsx?$/
const STRING = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g
const JSX_TEXT = /(?<=[>}])([^<>{}A-Za-z]*[A-Za-z][^<>{}]*)(?=[<{])/g
const SQL_STRING = /'((?:[^']|'')*)'/g
/** Attributes whose text people never read. */
const NOT_READ = /(?:className|class|href|to|src|id|htmlFor|type|rel|method|path|key|data-\w+)=\{?\s*$/

/**
 * The text of a file that people can read: text between tags, texts of more than one word or with a capital in the
 * code, and `detail` sentences of errors in SQL. Import paths, class names and keys are left out.
 */
export function readWords(path: string): Words[] {
  const text = read(path)
  if (path.endsWith('.sql')) return sqlWords(path, text)
  if (!CODE.test(path)) return [{ path, line: 1, text }]
  const code = withoutComments(text)
  const found: Words[] = []
  const add = (index: number, words: string) => {
    if (isProse(words)) found.push({ path, line: lineOf(code, index), text: words.replace(/\s+/g, ' ').trim() })
  }
  for (const match of code.matchAll(STRING)) {
    const before = code.slice(Math.max(0, match.index - 40), match.index)
    if (NOT_READ.test(before) || /\b(?:from|import)\s*(?:\(\s*)?$/.test(before)) continue
    add(match.index, (match[1] ?? match[2] ?? match[3] ?? '').replace(/\$\{[^}]*\}/g, '…'))
  }
  if (path.endsWith('.tsx')) for (const match of code.matchAll(JSX_TEXT)) add(match.index, match[1] ?? '')
  return found
}

function sqlWords(path: string, text: string): Words[] {
  const code = text.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length))
  return [...code.matchAll(/\b(?:detail|message)\s*=[^;]*?;/g)].flatMap((statement) =>
    [...statement[0].matchAll(SQL_STRING)]
      .filter(([, words = '']) => isProse(words))
      .map((match) => ({
        path,
        line: lineOf(code, statement.index + match.index),
        text: (match[1] ?? '').replaceAll("''", "'"),
      })),
  )
}

/** Guessing the borders of strings and tags also finds pieces of code; they look like this. */
const IS_CODE =
  /[={}]|;\s*$|\);|&&|\|\||\?\.|=>|\(\(|^\)|\b(?:const|return|import|typeof|function)\b|\.tsx?'|^\w+\(|\w\(\w|\[\w+\.\w/

const isProse = (words: string) =>
  /[A-Za-z]{2}/.test(words) && !IS_CODE.test(words) && (/\s/.test(words.trim()) || /^[A-Z][a-z]/.test(words.trim()))

const withoutComments = (text: string) =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, ' '))

const lineOf = (text: string, index: number) => text.slice(0, index).split('\n').length
