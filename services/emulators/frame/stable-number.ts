/** A number in [0, 1) that is always the same for the same words: variety without randomness. */
export function stableNumber(...words: (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const character of words.join('|')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  // FNV alone changes little when only the last character differs, as in week numbers.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** `length` characters of `alphabet`, always the same for the same words. */
export function stableText(alphabet: string, length: number, ...words: (string | number)[]): string {
  return Array.from({ length }, (_, position) => {
    return alphabet.charAt(Math.floor(stableNumber(...words, position) * alphabet.length))
  }).join('')
}
