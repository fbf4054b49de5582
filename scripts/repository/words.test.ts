import { expect, test } from 'vitest'
import { readWords } from './read-words.ts'
import { isTest, read, trackedFiles } from './source-files.ts'

/** Words that the glossary retires, and their replacements. */
const RETIRED: readonly { word: RegExp; instead: string }[] = [
  { word: /\bat (?:eBay|Amazon)\b/, instead: 'on eBay, on Amazon' },
  { word: /\be-mails?\b/i, instead: 'email' },
  { word: /(?<!recycle )\bbin\b/i, instead: "Trash; the recycle bin is Microsoft's own word" },
  { word: /\bparcels?\b/i, instead: 'shipment' },
  { word: /\bpictures?\b/i, instead: 'image; a video has a cover image' },
  { word: /\bposters?\b/i, instead: 'cover image' },
  { word: /\boperators?\b/i, instead: 'your administrator' },
  { word: /\binstallations?\b/i, instead: 'server, or leave it out' },
  { word: /\bkeysets?\b/i, instead: 'app keys' },
  { word: /\bledgers?\b/i, instead: 'price history' },
  { word: /(?<![-\w])cuts?(?![-\w])/i, instead: 'price drop; lower' },
  { word: /(?<![-/])\breductions?\b/i, instead: 'price drop' },
  { word: /\btaken off\b/i, instead: 'total reduced' },
  { word: /\b(?:who|what)ever\b/i, instead: 'say who or what' },
  { word: /\b(?:some|no)body\b/i, instead: 'say who' },
  { word: /\bby (?:itself|themselves)\b/i, instead: 'automatically' },
  { word: /\bby hand\b/i, instead: 'manually' },
  { word: /\bgo(?:es)? on\b/i, instead: 'continue, resume' },
  { word: /\bof (?:yours|ours)\b/i, instead: 'your' },
  { word: /(?<![-\w])fits?(?![-\w])/i, instead: 'match' },
  { word: /\bno such\b/i, instead: "We can't find this …" },
  { word: /\b(?:un)?parked?\b/i, instead: 'needs attention; resume' },
  { word: /\bputs? back\b/i, instead: 'resume, restore' },
  { word: /\bplaces? to sell\b/i, instead: 'sales channel' },
  { word: /\bcountr(?:y|ies)\b/i, instead: 'marketplace' },
  { word: /\b(?:un)?folds?\b/i, instead: 'collapse, expand' },
  { word: /\blooked (?:at|into|up)\b/i, instead: 'checked' },
  { word: /\bis told\b/i, instead: 'receives' },
  { word: /\bnothing was ended\b/i, instead: 'No listings were marked as ended' },
  { word: /\d\s%/, instead: '5%, by Intl' },
]

/** In front of people a URL is a link. API pages speak of the addresses of endpoints. */
const RETIRED_IN_APPS = { word: /(?<!email )\baddress(?:es)?\b(?! bar)/i, instead: 'link; email address' }
const APPS = /^(?:frontend|chrome-extension|ui)\//

const READ_BY_PEOPLE =
  /^(?:frontend\/(?:src|index\.html)|chrome-extension\/(?:src|manifest\.json)|ui\/src|core\/src|netlify\/src|services\/local\/(?!testing)|supabase\/migrations\/)/
const PAGES = /^(?:README|CONTRIBUTING|CHANGELOG)\.md$|^docs\/(?!decisions\/).*\.md$/

/** Files with other people's words, each with its reason. */
const NOT_OURS: Readonly<Record<string, string>> = {
  'core/src/products/imports/mapping.ts': 'Headers as other tools write them.',
  'core/src/correlations/pack-words.ts': 'Words of titles on Amazon.',
  'core/src/correlations/trait-words.ts': 'Words of titles on Amazon.',
}

const files = trackedFiles.filter(
  (path) =>
    (READ_BY_PEOPLE.test(path) && /\.(?:tsx?|sql|html|json)$/.test(path) && !isTest(path) && !(path in NOT_OURS)) ||
    (PAGES.test(path) && path !== 'docs/glossary.md'),
)

test('text that people read uses no retired word', () => {
  const found = files
    .flatMap(readWords)
    .flatMap(({ path, line, text }) =>
      [...RETIRED, ...(APPS.test(path) ? [RETIRED_IN_APPS] : [])]
        .filter(({ word }) => word.test(text))
        .map(
          ({ word, instead }) => `${path}:${line} “${word.exec(text)?.[0]}” in “${text.slice(0, 100)}” → ${instead}`,
        ),
    )
  expect(found).toEqual([])
})

test('the check reads what people read', () => {
  expect(files.length).toBeGreaterThan(300)
  const words = readWords('core/src/http/problem.ts').map(({ text }) => text)
  expect(words.length).toBeGreaterThan(20)
})

test('the glossary names every retired word', () => {
  const glossary = read('docs/glossary.md').toLowerCase()
  const missing = ['bin', 'parcel', 'picture', 'operator', 'ledger', 'cut', 'reduction', 'parked', 'country', 'vault']
  expect(missing.filter((word) => !glossary.includes(word))).toEqual([])
})
