import { analyse } from 'scslre'
import { expect, test } from 'vitest'
import { patternsOf, unclearChoices } from './read-patterns.ts'
import { isTest, read, trackedFiles } from './source-files.ts'

/*
 * A pattern that needs the square of the time for a text of twice the length lets one cell, title or header stop the
 * process. Patterns of the product are linear, from wherever in the text they begin. Tests and scripts read text of
 * ours: there a search may begin anew at each character, but no two parts of a pattern may share the text between them.
 */
const files = trackedFiles.filter((path) => /\.(tsx?|mjs)$/.test(path) && !path.endsWith('database.types.ts'))
const isOurText = (path: string) => isTest(path) || /^(scripts|bench)\//.test(path)

/** Why a pattern is not linear; empty when it is. */
function slowParts(pattern: { source: string; flags: string }, { isOurs }: { isOurs: boolean }): string[] {
  const { reports } = analyse(pattern, { reportTypes: { Move: !isOurs } })
  return [
    ...reports.map(({ type, exponential }) => `${type}${exponential ? ', exponential' : ''}`),
    ...unclearChoices(pattern).map((choice) => `the first character does not decide the choice ${choice}`),
  ]
}

test('every pattern in the tree is linear', () => {
  const found = files.flatMap((path) =>
    patternsOf(path, read(path)).literals.flatMap(({ line, source, flags }) =>
      slowParts({ source, flags }, { isOurs: isOurText(path) }).map(
        (why) => `${path}:${line} /${source}/${flags}: ${why}`,
      ),
    ),
  )
  expect(found).toEqual([])
}, 60_000)

test('a pattern that is made at run time is one of these, whose parts are checked here', () => {
  const made = files.filter((path) => !isOurText(path) && patternsOf(path, read(path)).isMakingPatterns)
  expect(made).toEqual(
    [
      // The sign for cents and the signs between thousands: `^(?<whole>\d{1,3}(?<group>[,.])\d{3}(?:\k<group>\d{3})*|\d+)…$`.
      'core/src/money.ts',
      // Names of columns, one of them.
      'core/src/listings/schema.ts',
    ].toSorted(),
  )
  expect(
    slowParts(
      { source: '^(?<whole>\\d{1,3}(?<group>[,.])\\d{3}(?:\\k<group>\\d{3})*|\\d+)(?:\\.(?<part>\\d+))?$', flags: '' },
      { isOurs: false },
    ),
  ).toEqual([])
})

test.each([
  ['nested repetition', '^(a+)+$'],
  ['a choice of the same', '^(?:a|a)*$'],
  ['a choice of the same class', '^(\\w|\\d)+$'],
  ['a choice that more than one way leads through', '^(?:a|b|ab)*$'],
  ['two parts that share digits', '^\\d+\\.?\\d+$'],
  ['blanks around an optional sign', '^\\s*-?\\s*\\d+$'],
  ['anything before anything', '^.*,.*;$'],
  ['a run that is searched at the end', '\\s+$'],
  ['a tag without its end', '<[^>]+>'],
])('%s is found', (_, source) => {
  expect(slowParts({ source, flags: '' }, { isOurs: false })).not.toEqual([])
})

test('literals are found wherever they stand, and nothing else is', () => {
  const code = `
    const half = 4 / 2 / 1
    type Path = \`/api/\${string}\`
    const a = text.replace(/a+b/g, '') // no /c+/ here
    const Shape = z.string().regex(/^d$/u)
    const view = <p title="/e+/">{/f/.test(half) && '/g/'}</p>
    const made = new RegExp(name)`
  const { literals, isMakingPatterns } = patternsOf('a.tsx', code)
  expect(literals.map(({ source, flags, line }) => [source, flags, line])).toEqual([
    ['a+b', 'g', 4],
    ['^d$', 'u', 5],
    ['f', '', 6],
  ])
  expect(isMakingPatterns).toBe(true)
})
