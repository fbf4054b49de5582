import { GraphRefusal } from './graph-error.ts'
import type { MetaState } from './state.ts'

/** The planned answer to a call, if there is one; counts as one use. */
export function takeAnswer(
  state: MetaState,
  method: string,
  pathname: string,
): { when: 'before' | 'after'; refusal: GraphRefusal } | null {
  const rule = state.answers.find(
    (one) => (one.method ?? method) === method && (one.path === null || pathname.endsWith(one.path)),
  )
  if (!rule) return null
  if (rule.skip > 0) {
    rule.skip -= 1
    return null
  }
  rule.times -= 1
  state.answers = state.answers.filter(({ times }) => times > 0)
  const { status, code, subcode, is_transient, when } = rule
  return { when, refusal: new GraphRefusal(status, code, `(#${code}) Planned answer.`, subcode, is_transient) }
}
