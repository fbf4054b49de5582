// An allow-list: element, id, class and attribute selectors with combinators. No pseudo-classes, no lists, no escapes.
const ELEMENT = /[a-z][a-z0-9-]*/y
const ID_OR_CLASS = /[#.][A-Za-z_][\w-]*/y
const ATTRIBUTE = /\[([a-z][a-z-]*)(?:[*^$~]?="([^"]*)"(?: i)?)?\]/y
const COMBINATOR = / (?:[>+~] )?/y

// Letters, digits, spaces and a few signs: neither code nor a link fits into these.
const PLAIN_VALUE = /^[\p{L}\p{N} _./-]*$/u
const RUNS = /^(?:on|style$|srcdoc$)/

/** Whether a text is a selector of the small part of CSS that selector data may use. */
export function isPlainSelector(text: string): boolean {
  let at = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    at += found?.[0].length ?? 0
    return found
  }
  for (;;) {
    const start = at
    take(ELEMENT)
    for (let part = take(ID_OR_CLASS) ?? take(ATTRIBUTE); part; part = take(ID_OR_CLASS) ?? take(ATTRIBUTE)) {
      const [, name = '', value = ''] = part
      if (RUNS.test(name) || !PLAIN_VALUE.test(value)) return false
    }
    if (at === start) return false
    if (at === text.length) return true
    if (!take(COMBINATOR)) return false
  }
}
