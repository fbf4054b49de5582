import { describe, expect, test } from 'vitest'
import { fc } from '../testing/property.ts'
import { findPage, hubMarketplaceOf } from './find-page.ts'
import { readSelectorData, SelectorDataError } from './read-selectors.ts'
import { Selector, SelectorData } from './schema.ts'
import bundled from './selectors.json' with { type: 'json' }
import { signedBytes, verifySelectors } from './signature.ts'

const data = SelectorData.parse(bundled)

describe('a selector', () => {
  test.each([
    'textarea',
    '#form .row > input',
    '[data-testid="ocpTitleTextArea"]',
    'input[type="file"][name="bulkFileUploader"]',
    'input[placeholder*="Auf Amazon suchen" i]',
    'label + input',
    '#a ~ .b[id^="cp-table"]',
  ])('%s is data', (text) => {
    expect(Selector.safeParse(text).success).toBe(true)
  })

  test.each([
    ['a script link', 'a[href="javascript:alert(1)"]'],
    ['a script link in other letters', 'a[href="JaVaScRiPt:alert"]'],
    ['a data link', 'a[href="data:text/html,x"]'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['markup in a value', '[title="<script>"]'],
    ['a function', 'function(){return 1}'],
    ['an arrow function', '()=>1'],
    ['a call in a value', '[title="alert(1)"]'],
    ['a handler', '[onclick="x"]'],
    ['a handler without a value', 'input[onfocus]'],
    ['a style', '[style="x"]'],
    ['a document inside', 'iframe[srcdoc="x"]'],
    ['an escape', '#\\31 x'],
    ['a list', 'input, textarea'],
    ['a pseudo-class', 'input:not(#a)'],
    ['a block', 'a{color:red}'],
    ['a template', '`x`'],
    ['an open bracket', 'input[name="x"'],
    ['an open quote', 'input[name="x]'],
    ['two combinators', 'a >> b'],
    ['a comment', 'a/**/b'],
    ['a line break', 'a\nb'],
    ['everything', '*'],
    ['nothing', ''],
    ['too long a text', 'a'.repeat(301)],
  ])('%s is refused', (_what, text) => {
    expect(Selector.safeParse(text).success).toBe(false)
  })

  test('of any text without letters, digits and the few signs is refused', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('<', '(', '{', ';', ':', '`', '\\', '&', '%', '@', ','),
        fc.string(),
        (before, sign, after) => {
          expect(Selector.safeParse(before + sign + after).success).toBe(false)
        },
      ),
    )
  })
})

describe('selector data', () => {
  const refused = (text: string) => expect(() => readSelectorData(text)).toThrow(SelectorDataError)

  test('comes back as it is written', () => {
    expect(readSelectorData(JSON.stringify(bundled))).toEqual(bundled)
  })

  test('of more than 50 kB is refused, counted in bytes', () => {
    refused(JSON.stringify(bundled) + ' '.repeat(50_001))
    refused(JSON.stringify({ ...bundled, note: 'é'.repeat(25_001) }))
  })

  test('with a key that it does not know is refused, wherever it stands', () => {
    const [page] = data.pages
    refused(JSON.stringify({ ...data, script: 'x' }))
    refused(JSON.stringify({ ...data, pages: [{ ...page, run: 'x' }] }))
    refused(JSON.stringify({ ...data, pages: [{ ...page, targets: { submit: { selectors: ['a'] } } }] }))
    refused(JSON.stringify(data).replace('{', '{"__proto__":{"version":99},'))
  })

  test('with one selector that is none, a page twice, or no JSON at all is refused', () => {
    const [page] = data.pages
    refused(JSON.stringify({ ...data, never_inside: ['a[href="javascript:x"]'] }))
    refused(JSON.stringify({ ...data, pages: [page, page] }))
    refused(JSON.stringify({ ...data, pages: [{ ...page, paths: ['//evil.example/x'] }] }))
    refused('alert(1)')
    refused('')
  })
})

describe('a signature', () => {
  const text = JSON.stringify({ ...data, version: 7 })
  async function sign(bytes = signedBytes(text)) {
    const keys = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])
    if (!('privateKey' in keys)) throw new Error('No pair of keys.')
    const raw = await crypto.subtle.exportKey('raw', keys.publicKey)
    const signature = await crypto.subtle.sign('Ed25519', keys.privateKey, bytes)
    return { publicKey: Buffer.from(raw).toString('base64'), signature: Buffer.from(signature).toString('base64') }
  }

  test("of the key's owner opens the data", async () => {
    const { publicKey, signature } = await sign()
    expect(await verifySelectors({ selectors: text, signature }, publicKey)).toMatchObject({ version: 7 })
  })

  test('of another key, another text or another purpose opens nothing', async () => {
    const [one, other] = await Promise.all([sign(), sign()])
    expect(await verifySelectors({ selectors: text, signature: one.signature }, other.publicKey)).toBeNull()
    expect(await verifySelectors({ selectors: `${text} `, signature: one.signature }, one.publicKey)).toBeNull()
    const bare = await sign(new TextEncoder().encode(text))
    expect(await verifySelectors({ selectors: text, signature: bare.signature }, bare.publicKey)).toBeNull()
  })

  test('opens nothing without a key, or with one that is none', async () => {
    const { signature } = await sign()
    expect(await verifySelectors({ selectors: text, signature }, '')).toBeNull()
    expect(await verifySelectors({ selectors: text, signature }, '###')).toBeNull()
  })

  test('does not make code into data', async () => {
    const code = JSON.stringify({ ...data, never_inside: ['<script>'] })
    const { publicKey, signature } = await sign(signedBytes(code))
    expect(await verifySelectors({ selectors: code, signature }, publicKey)).toBeNull()
  })
})

test.each([
  ['/creatorhub/video/upload', 'upload'],
  ['/creatorhub/video/upload/', 'upload'],
  ['/-/en/creatorhub/video/upload', 'upload'],
  ['/-/de_DE/create/post', 'unified'],
  ['/create/post', 'unified'],
  ['/creatorhub/video/amzn1.vse.video.0f3c', 'edit'],
  ['/creatorhub/video/', undefined],
  ['/creatorhub/video', undefined],
  ['/creatorhub/manage', undefined],
  ['/creatorhub/video/a/b', undefined],
  ['/create/post/x', undefined],
  ['/', undefined],
])('%s is the page %s', (path, kind) => {
  expect(findPage(data, path)?.kind).toBe(kind)
})

test.each([
  ['https://www.amazon.com/creatorhub/video/upload', 'US'],
  ['https://www.amazon.com.au/create/post?x=1', 'AU'],
  ['https://www.amazon.com.mx/creatorhub/manage', 'MX'],
  ['https://www.amazon.co.uk/-/de/creatorhub/x', 'UK'],
  ['https://www.amazon.de/creatorhub', 'DE'],
  ['https://www.amazon.com/dp/B000000001', null],
  ['https://www.amazon.com/creatorhubs', null],
  ['http://www.amazon.com/creatorhub/x', null],
  ['https://www.amazon.com:8443/creatorhub/x', null],
  ['https://www.amazon.com.evil.example/creatorhub/x', null],
  ['https://evil.example/www.amazon.com/creatorhub', null],
  ['https://www.business.amazon.com/creatorhub/x', null],
  ['chrome://extensions', null],
  ['', null],
  [undefined, null],
])('%s is Creator Hub of %s', (address, code) => {
  expect(hubMarketplaceOf(address)).toBe(code)
})
