/**
 * The text without the characters at its end that the pattern matches, each on its own. A pattern such as `/\s+$/` would
 * begin anew at every blank of a long run in the middle.
 */
export function trimEndOf(text: string, character: RegExp): string {
  let end = text.length
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
