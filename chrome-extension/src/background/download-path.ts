/** Every download is in this folder of the person's download folder, in one folder for each ASIN. */
const ROOT = 'OpSyncPro'
const ASIN_AT_START = /^[A-Z0-9]{10}(?![A-Za-z0-9])/
const OTHER = 'Other'
/** Well below what file systems allow, with room for Chrome's "(1)". */
const LONGEST = 100
/** Windows opens a device under these names, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

/**
 * Where a file is saved: `OpSyncPro/{ASIN}/{name}`. The only place that makes a path for `chrome.downloads`. The API
 * names files by their ASIN, so titles and names of owners never reach a path; the name is cleaned all the same,
 * because Chrome refuses a path that one file system cannot hold.
 */
export function downloadPath(filename: string): string {
  const name = safeName(filename)
  const [asin = OTHER] = ASIN_AT_START.exec(name) ?? []
  return `${ROOT}/${asin}/${name}`
}

/** A name of letters, digits, `_`, `-`, `.`, `~` and single spaces that every file system can hold. */
export function safeName(filename: string): string {
  const plain = filename
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{M}_\-.~() ]+/gu, '_')
    .replaceAll(/\p{M}{3,}/gu, '')
    .replaceAll(/ +/g, ' ')
    .replace(/^[. _]+/, '')
  const dot = plain.lastIndexOf('.')
  const hasEnding = dot > 0 && plain.length - dot <= 6
  const stem = trimmed(hasEnding ? plain.slice(0, dot) : plain)
  const ending = hasEnding ? trimmed(plain.slice(dot + 1)) : ''
  const short = trimmed([...stem].slice(0, LONGEST).join('')) || 'file'
  const safe = DEVICE.test(short) ? `_${short}` : short
  return ending ? `${safe}.${ending}` : safe
}

// Windows drops spaces and dots at the end, so that the file would have another name than asked for.
function trimmed(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end -= 1
  return text.slice(0, end).replace(/^[. ]+/, '')
}
